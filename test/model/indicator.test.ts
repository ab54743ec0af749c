import * as fc from 'fast-check';
import { PARAMETERS_KEPT, ParameterTexts } from '../../src/model/indicator.js';

const period = fc.nat(15).map((value) => `period=${value}`);

describe('the settings of an indicator', () => {
  it('are the smallest eight of all, in whatever order and groups they come', () => {
    fc.assert(
      fc.property(fc.array(fc.array(period)), (groups) => {
        const merged = new ParameterTexts();
        for (const group of groups) {
          const part = new ParameterTexts();
          for (const text of group) part.add(text);
          merged.merge(part.toData());
        }
        const all = [...new Set(groups.flat())].toSorted();
        expect(merged.toData()).toEqual({
          parameters: all.slice(0, PARAMETERS_KEPT),
          ...(all.length > PARAMETERS_KEPT && { moreParameters: true }),
        });
      }),
    );
  });

  it('are one where every call had the same', () => {
    const texts = new ParameterTexts();
    expect(texts.only).toBeUndefined();
    texts.add('period=14');
    texts.add('period=14');
    expect(texts.only).toBe('period=14');
    texts.add('period=28');
    expect(texts.only).toBeUndefined();
  });
});
