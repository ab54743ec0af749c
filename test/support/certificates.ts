// An authority of its own, and a server and a client that it vouches for; made anew for the tests by openssl.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Certificates {
  readonly authority: string;
  readonly server: Pair;
  readonly client: Pair;
  /** Vouches for neither. */
  readonly stranger: string;
}

/** Paths of PEM files. */
interface Pair {
  readonly certificate: string;
  readonly key: string;
}

export function makeCertificates(folder: string): Certificates {
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = (name: string): string => {
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
    );
    return at(`${name}.pem`);
  };
  const signed = (name: string): Pair => {
    openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    writeFileSync(at(`${name}.ext`), 'subjectAltName=IP:127.0.0.1\n');
    const by = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial', '-extfile', `${name}.ext`];
    openssl('x509', '-req', '-in', `${name}.csr`, ...by, '-out', `${name}.pem`, '-days', '2');
    return { certificate: at(`${name}.pem`), key: at(`${name}.key`) };
  };
  return {
    authority: authority('authority'),
    stranger: authority('stranger'),
    server: signed('server'),
    client: signed('client'),
  };
}
