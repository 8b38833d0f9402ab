import { describe, expect, it } from '@jest/globals';
import { rendered, renderedValue } from '../../src/estate/expression.rules.ts';

const scope = {
  item: { name: 'SVINTPST', attributes: { aliases: ['A', 'B'] } },
  library: { 'CICS.LOADLIB': { production: 'KSBP.SAV.CICS.LOADLIB' } },
};

describe('an expression of an item type', () => {
  it('takes values by their path, also through names with dots', () => {
    expect(rendered('{{ item.name }} in {{ library[CICS.LOADLIB].production }}', scope)).toBe(
      'SVINTPST in KSBP.SAV.CICS.LOADLIB',
    );
    expect(renderedValue('{{ item.attributes.aliases }}', scope)).toEqual(['A', 'B']);
  });

  it.each(['{{ item.title }}', '{{ item.attributes }}', '{{ item.name.length }}', '{{ constructor }}', '{{ a b }}'])(
    'never renders what is not there: %s',
    (expression) => {
      expect(() => rendered(expression, scope)).toThrow(/item|constructor|path/);
    },
  );
});
