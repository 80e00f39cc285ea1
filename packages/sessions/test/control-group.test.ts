import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { afterEach, describe, expect, test } from 'vitest';
import { ControlGroup, findHierarchy, type Hierarchy, makeControlGroup } from '../src/platform/linux/control-group.js';
import { findProcess } from '../src/platform/posix/process-table.js';
import { until } from './support.js';

const V2 = '41 31 0:38 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw,nsdelegate';
const HYBRID = '41 31 0:38 / /sys/fs/cgroup/unified rw,relatime shared:9 - cgroup2 cgroup2 rw';
const FREEZER = '37 31 0:34 / /sys/fs/cgroup/freezer rw,relatime - cgroup cgroup rw,freezer';
const CPU = '33 31 0:30 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu,cpuacct';

describe('the group that this process is in', () => {
  test.each<[string, string, string[], Hierarchy | undefined]>([
    ['version 2', '0::/user.slice/a\n', [CPU, V2], { version: 2, folder: '/sys/fs/cgroup/user.slice/a' }],
    ['the first of all', '0::/\n', [V2], { version: 2, folder: '/sys/fs/cgroup' }],
    ['both versions', '6:freezer:/f\n0::/a\n', [FREEZER, HYBRID], { version: 2, folder: '/sys/fs/cgroup/unified/a' }],
    [
      'version 1',
      '7:cpu,cpuacct:/c\n6:freezer:/f\n',
      [CPU, FREEZER],
      { version: 1, folder: '/sys/fs/cgroup/freezer/f' },
    ],
    [
      'a mount of a part',
      '0::/docker/x/y\n',
      [V2.replace(' / ', ' /docker/x ')],
      { version: 2, folder: '/sys/fs/cgroup/y' },
    ],
    ['a mount that does not show it', '0::/elsewhere\n', [V2.replace(' / ', ' /docker/x ')], undefined],
    ['no freezer', '7:cpu,cpuacct:/c\n', [CPU], undefined],
    ['nothing', '', [], undefined],
  ])('%s', (_, groups, mounts, expected) => {
    expect(findHierarchy(groups, mounts.join('\n'))).toEqual(expected);
  });
});

/** The versions of which this user may make a group here. */
const own = existsSync('/proc/self/cgroup') ? readFileSync('/proc/self/cgroup', 'utf8') : '';
const mounts = existsSync('/proc/self/mountinfo') ? readFileSync('/proc/self/mountinfo', 'utf8') : '';
const hierarchies = [findHierarchy(own, mounts), findHierarchy(own.replace(/^0::.*$/m, ''), mounts)].flatMap(
  (hierarchy) => (hierarchy !== undefined && mayMakeIn(hierarchy.folder) ? [hierarchy] : []),
);

function mayMakeIn(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return makeControlGroup(path.join(folder, `openjd-test-${process.pid}`))?.remove() ?? false;
  } catch {
    return false;
  }
}

describe.skipIf(hierarchies.length === 0)('a control group', () => {
  let child: ChildProcess | undefined;
  afterEach(() => child?.kill('SIGKILL'));

  test.each(hierarchies)(
    'of version $version holds, stops and ends what is in it, and is removed with what was made in it',
    async ({ version, folder }) => {
      const group = makeControlGroup(path.join(folder, `openjd-test-${process.pid}`))!;
      // The first of the two is there before it is moved, the second begins later.
      child = spawn('/bin/sh', ['-c', 'sleep 60 & read line; (setsid env -i sleep 61 &); wait'], {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      const { pid = 0 } = child;
      await until(() => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8') !== '');
      await group.add(pid, findProcess(pid)!.start);
      expect(group.members()).toHaveLength(2);
      child.stdin?.write('go on\n');
      await until(() => group.members().length === 3);
      const inner = path.join(group.path, 'inner');
      mkdirSync(inner);
      const [, second = 0] = group.members();
      await new ControlGroup(inner).add(second, findProcess(second)!.start);
      expect(group.members()).toHaveLength(3);

      group.freeze();
      for (const member of group.members()) process.kill(member, 'SIGTERM');
      if (version === 1) expect(group.members()).toHaveLength(3);
      else group.kill();
      group.thaw();
      await until(() => group.members().length === 0);
      expect(group.remove()).toBe(true);
      expect(existsSync(group.path)).toBe(false);
      expect(group.remove()).toBe(true);
    },
  );

  test.each(hierarchies)('of version $version is not removed while something is in it', async ({ folder }) => {
    const group = makeControlGroup(path.join(folder, `openjd-test-${process.pid}`))!;
    child = spawn('sleep', ['60']);
    await group.add(child.pid!, findProcess(child.pid!)!.start);
    expect(group.remove()).toBe(false);
    child.kill('SIGKILL');
    await until(() => group.remove());
  });

  test('takes no process whose id another one has by now', async () => {
    const [{ folder }] = hierarchies as [Hierarchy];
    const group = makeControlGroup(path.join(folder, `openjd-test-${process.pid}`))!;
    child = spawn('sleep', ['60']);
    await group.add(child.pid!, '1');
    expect(group.members()).toEqual([]);
    expect(group.remove()).toBe(true);
  });
});
