import { expect, test } from 'vitest';
import { SessionVariables } from '../src/environment/variables.js';

test('what an environment changes holds until it ends', () => {
  const variables = new SessionVariables({ HOME: '/root', GONE: undefined });
  variables.push();
  variables.set('A', '1');
  variables.set('HOME', '/outer');
  variables.push();
  variables.set('A', '2');
  variables.unset('HOME');
  expect(variables.forProcess()).toEqual({ A: '2' });
  variables.pop();
  expect(variables.forProcess()).toEqual({ HOME: '/outer', A: '1' });
  variables.pop();
  expect(variables.forProcess()).toEqual({ HOME: '/root' });
});

test('unsetting takes precedence in one environment, whichever came first', () => {
  const variables = new SessionVariables({});
  variables.push();
  variables.unset('A');
  variables.set('A', '1');
  variables.set('B', '1');
  variables.unset('B');
  expect(variables.forProcess()).toEqual({});
  variables.push();
  variables.set('A', '2');
  expect(variables.forProcess()).toEqual({ A: '2' });
});

test('what is defined comes in the order in which the values that hold were defined, without the inherited', () => {
  const variables = new SessionVariables({ PATH: '/bin' });
  variables.push();
  for (const name of ['C', 'A', 'B']) variables.set(name, 'outer');
  variables.push();
  variables.set('PATH', '/opt');
  variables.set('C', 'inner');
  variables.unset('B');
  expect(variables.defined()).toEqual([
    ['A', 'outer'],
    ['PATH', '/opt'],
    ['C', 'inner'],
  ]);
  variables.pop();
  expect(variables.defined().map(([name]) => name)).toEqual(['C', 'A', 'B']);
});
