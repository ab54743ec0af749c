import { areOtherMachines, distinctMachines, type Machine, machinesText } from '../../src/model/machine.js';

const small: Machine = { model: 'Small CPU', cores: 1, architecture: 'arm64', platform: 'linux' };
const large: Machine = { model: 'Large CPU', cores: 64, architecture: 'x64', platform: 'linux' };

it('is said in one line, and an unknown one as that', () => {
  expect(machinesText([small])).toBe('Small CPU, 1 core, linux arm64');
  expect(machinesText([large, { cores: 2, architecture: 'x64', platform: 'win32' }])).toBe(
    'Large CPU, 64 cores, linux x64 and unknown processor, 2 cores, win32 x64',
  );
  expect([machinesText([]), machinesText()]).toEqual(['unknown machine', 'unknown machine']);
});

it('is there once however many processes ran on it, in an order of its own', () => {
  expect(distinctMachines([small, large, { ...small }])).toEqual([large, small]);
  expect(distinctMachines([])).toEqual([]);
});

it('is another one only where both are known', () => {
  expect(areOtherMachines([small], [large])).toBe(true);
  expect(areOtherMachines([small], [large, small])).toBe(true);
  expect(areOtherMachines([large, small], [large, { ...small }])).toBe(false);
  expect([areOtherMachines([small], undefined), areOtherMachines([], [small])]).toEqual([false, false]);
});
