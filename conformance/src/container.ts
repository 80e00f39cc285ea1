import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ContainerRuntimeClient } from 'testcontainers';
import { isOrphaned, owner } from './owner.js';

/** No Docker engine answers, or it cannot do what the suite needs. The message says what to do. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** On everything that the suite starts: which process started it, so that a later run can remove what a killed one left. */
const OWNER_LABEL = 'openjd.conformance.owner';

/** Time for containers that are being removed by the engine to be gone (`docker run --rm`). */
const SETTLE_MS = 5_000;

/** What keeps a probe container alive. */
const KEEP_ALIVE = ['/bin/sleep', '2147483647'];

const recordScript = fileURLToPath(new URL('../probe/openjd-record', import.meta.url));

/** The probe containers of one run of the suite, and the image from which they are made. */
export class ContainerEngine {
  /** The name of the suite's image: busybox, `openjd-record` and the marker that tells it that it is in a container. */
  readonly image: string;
  readonly #client: ContainerRuntimeClient;

  private constructor(client: ContainerRuntimeClient, image: string) {
    this.#client = client;
    this.image = image;
  }

  /**
   * Finds the engine and builds the image. Takes a second on an idle machine.
   * @throws {EngineError} where no engine answers or the image cannot be built
   */
  static async start(): Promise<ContainerEngine> {
    // The suite removes what it starts by itself; the reaper's image could not be had without a network anyway.
    process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
    // Else the library looks for the host's address by starting containers on a network.
    process.env['TESTCONTAINERS_HOST_OVERRIDE'] ??= 'localhost';
    const { GenericContainer, getContainerRuntimeClient } = await import('testcontainers');
    const client = await getContainerRuntimeClient().catch((cause: Error) => {
      const where = process.env['DOCKER_HOST'] ? ` at ${process.env['DOCKER_HOST']}` : '';
      throw new EngineError(`no Docker engine answers${where}: start one, or set DOCKER_HOST (${cause.message})`);
    });
    const image = `openjd-probe:${process.pid}-${Date.now().toString(36)}`;
    const engine = new ContainerEngine(client, image);
    await engine.#removeOrphans();
    const context = mkdtempSync(join(tmpdir(), 'openjd-image-'));
    try {
      writeImageContext(context);
      await GenericContainer.fromDockerfile(context).build(image, { deleteOnExit: false });
    } catch (cause) {
      throw new EngineError(`the image of the probe containers could not be built: ${(cause as Error).message}`);
    } finally {
      rmSync(context, { recursive: true, force: true });
    }
    return engine;
  }

  /**
   * Starts a container that does nothing, with `folder` mounted at the same path. Its host name is its name in the case.
   * @returns the container's id
   */
  async startContainer(name: string, folder: string): Promise<string> {
    const { GenericContainer } = await import('testcontainers');
    const container = await new GenericContainer(this.image)
      .withNetworkMode('none')
      .withHostname(name)
      .withBindMounts([{ source: folder, target: folder, mode: 'rw' }])
      .withUser(`${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`)
      .withLabels({ [OWNER_LABEL]: owner() })
      .start();
    return container.getId();
  }

  /** What runs in a container besides the process that keeps it alive: command lines. Undefined: it does not run any more. */
  async processesIn(id: string): Promise<string[] | undefined> {
    try {
      const { Processes } = (await this.#client.container.getById(id).top({ ps_args: '-o pid,args' })) as {
        readonly Processes: readonly (readonly string[])[];
      };
      return Processes.map((columns) => columns.at(-1) ?? '').filter((command) => command !== KEEP_ALIVE.join(' '));
    } catch (error) {
      ignoreMissing(error as { statusCode?: number });
      return undefined;
    }
  }

  /** Removes containers at once, whatever runs in them. One that is gone already is no error. */
  async removeContainers(ids: readonly string[]): Promise<void> {
    await Promise.all(
      ids.map((id) => this.#client.container.getById(id).remove({ force: true, v: true }).catch(ignoreMissing)),
    );
  }

  /** Containers that mount something of `folder` although its run is over, running or not; waits a moment for them to go. */
  async leftContainers(folder: string): Promise<string[]> {
    const deadline = performance.now() + SETTLE_MS;
    for (;;) {
      const all = await this.#client.container.dockerode.listContainers({ all: true });
      const left = all.filter(({ Mounts }) => Mounts.some(({ Source }) => `${Source}/`.startsWith(`${folder}/`)));
      if (left.length === 0 || performance.now() >= deadline) return left.map(({ Id }) => Id);
      await sleep(100);
    }
  }

  /** Removes everything that this process started on the engine. */
  async stop(): Promise<void> {
    await this.#removeOwned((of) => of === owner());
  }

  async #removeOrphans(): Promise<void> {
    await this.#removeOwned((of) => isOrphaned(of));
  }

  async #removeOwned(matches: (of: string) => boolean): Promise<void> {
    const { dockerode } = this.#client.container;
    const filters = { label: [OWNER_LABEL] };
    const containers = await dockerode.listContainers({ all: true, filters });
    await this.removeContainers(
      containers.filter(({ Labels }) => matches(Labels[OWNER_LABEL] ?? '')).map(({ Id }) => Id),
    );
    const images = await dockerode.listImages({ filters });
    await Promise.all(
      images
        .filter(({ Labels }) => matches(Labels?.[OWNER_LABEL] ?? ''))
        .map(({ Id }) => dockerode.getImage(Id).remove({ force: true }).catch(ignoreMissing)),
    );
  }
}

/** Everything of the image: the Dockerfile, Debian's static busybox with its links, `openjd-record` and the marker. */
function writeImageContext(context: string): void {
  const busybox = staticBusybox();
  const bin = join(context, 'root/bin');
  const etc = join(context, 'root/etc');
  for (const folder of [bin, etc, join(context, 'root/tmp')]) mkdirSync(folder, { recursive: true });
  chmodSync(join(context, 'root/tmp'), 0o1777);
  copyFileSync(busybox, join(bin, 'busybox'));
  chmodSync(join(bin, 'busybox'), 0o755);
  for (const applet of execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n')) {
    if (applet !== 'busybox') symlinkSync('busybox', join(bin, applet));
  }
  copyFileSync(recordScript, join(bin, 'openjd-record'));
  chmodSync(join(bin, 'openjd-record'), 0o755);
  writeFileSync(join(etc, 'openjd-probe'), '');
  writeFileSync(join(etc, 'passwd'), 'root:x:0:0:root:/:/bin/sh\n');
  writeFileSync(
    join(context, 'Dockerfile'),
    `FROM scratch\nCOPY root/ /\nLABEL ${OWNER_LABEL}="${owner()}"\nCMD ${JSON.stringify(KEEP_ALIVE)}\n`,
  );
}

/** A busybox that needs no library of the image: Debian's package busybox-static. */
function staticBusybox(): string {
  for (const folder of (process.env['PATH'] ?? '').split(':')) {
    const file = join(folder, 'busybox');
    try {
      // A dynamically linked program names its loader.
      if (!readFileSync(file).includes('/ld-')) return file;
    } catch {
      // Not in this folder.
    }
  }
  throw new EngineError('no static busybox is on the PATH: install the package busybox-static');
}

function ignoreMissing(error: { readonly statusCode?: number }): void {
  // 404: gone; 409: someone is removing it at this moment.
  if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
}
