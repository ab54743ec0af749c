// The generated dashboards as Grafana reads them, as far as the rules look.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface DataSource {
  readonly uid: string;
  readonly type: string;
}

export interface Target {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat: string;
  readonly instant?: boolean;
  readonly range?: boolean;
  readonly format?: string;
  readonly datasource?: DataSource;
}

interface Link {
  readonly title?: string;
  readonly type?: string;
  readonly url?: string;
  readonly tags?: readonly string[];
  readonly includeVars?: boolean;
  readonly keepTime?: boolean;
}

export interface Panel {
  id: number;
  type: string;
  title: string;
  description: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource: DataSource;
  targets: Target[];
  readonly fieldConfig: { readonly defaults: { unit: string; noValue?: string; links?: Link[]; custom?: object } };
}

export interface Variable {
  name: string;
  label: string;
  type: string;
  readonly query: string | { readonly query: string };
  readonly definition?: string;
  readonly datasource?: DataSource;
  multi?: boolean;
  includeAll?: boolean;
  allValue?: string;
  refresh?: number;
  readonly current: { readonly value: string };
}

interface Annotation {
  name: string;
  expr: string;
  titleFormat: string;
  datasource: DataSource;
}

export interface Dashboard {
  uid: string;
  title: string;
  readonly description: string;
  tags: string[];
  readonly schemaVersion: number;
  editable: boolean;
  links: Link[];
  readonly panels: Panel[];
  readonly templating: { readonly list: Variable[] };
  readonly annotations: { readonly list: Annotation[] };
}

const DASHBOARD_FOLDER: string = path.join(__dirname, '../../grafana/dashboards');

/** @returns every dashboard by its file name; fresh objects each time */
export function generatedDashboards(): readonly (readonly [file: string, dashboard: Dashboard])[] {
  return readdirSync(DASHBOARD_FOLDER)
    .toSorted()
    .map((file) => [file, JSON.parse(readFileSync(path.join(DASHBOARD_FOLDER, file), 'utf8')) as Dashboard]);
}

export function queryOf(variable: Variable): string {
  return typeof variable.query === 'string' ? variable.query : variable.query.query;
}
