import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { ConformanceCase } from './case.js';
import { CaseFileError, type CaseFolder, parseCase } from './case-file.js';

const CASE_FOLDERS: readonly string[] = ['job_templates', 'env_templates', 'jobs'] satisfies CaseFolder[];

/**
 * Reads every case of a tree `<revision>/<base or extension>/{job_templates,env_templates,jobs}/<name>.yaml`, sorted by
 * path. Folders below these three are not read: the specification's suite keeps drafts there.
 * @throws {CaseFileError} where a file cannot be read or breaks the format, or two cases have one id
 */
export function readTree(root: string): ConformanceCase[] {
  const cases: ConformanceCase[] = [];
  const fileById = new Map<string, string>();
  for (const revision of folders(resolve(root))) {
    for (const component of folders(revision)) {
      for (const folder of folders(component).filter((path) => CASE_FOLDERS.includes(lastSegment(path)))) {
        for (const file of caseFiles(folder)) {
          const fallbackId = relative(root, file)
            .replace(/(\.test)?\.(yaml|json)$/, '')
            .split(sep)
            .join('/');
          const read = parseCase(textOf(file), file, lastSegment(folder) as CaseFolder, fallbackId);
          const other = fileById.get(read.id);
          if (other !== undefined) throw new CaseFileError(file, [`its id "${read.id}" is that of ${other} too`]);
          fileById.set(read.id, file);
          cases.push(read);
        }
      }
    }
  }
  return cases;
}

function folders(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(path, entry.name))
    .sort();
}

function caseFiles(folder: string): string[] {
  const isCase = lastSegment(folder) === 'jobs' ? /\.test\.yaml$/ : /\.(yaml|json)$/;
  return readdirSync(folder)
    .sort()
    .filter((name) => isCase.test(name))
    .map((name) => join(folder, name));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CaseFileError(file, [`it cannot be read: ${(error as Error).message}`]);
  }
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf(sep) + 1);
}
