// Fetches the llama.cpp libraries of one platform into a folder: node install.mjs FOLDER RID.
// Prints one line and ends with 0 when they are there; any other end means that the build goes on without them.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = { 'linux-x64': 'linux-x64', 'linux-arm64': 'linux-arm64', 'win-x64': 'win-x64', 'osx-arm64': 'mac-arm64-metal', 'osx-x64': 'mac-x64' };
const staleAfterMs = 5 * 60_000;
const here = dirname(fileURLToPath(import.meta.url));
const [folder, rid] = [resolve(process.argv[2]), process.argv[3]];

function leave(code, text) {
  console.log(text);
  process.exit(code);
}

function npm(args, cwd) {
  // npm is a script on Windows, which only a shell can start.
  const run = spawnSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32', timeout: staleAfterMs });
  const words = `${run.stderr ?? ''}${run.error?.message ?? ''}`.split('\n').filter(line => line.startsWith('npm error') || run.error);
  return run.status === 0 ? null : (words.slice(0, 3).join(' ') || `npm ended with ${run.status}`);
}

function install(target) {
  mkdirSync(target, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
    cpSync(join(here, file), join(target, file));
  }

  const name = `@node-llama-cpp/${packages[rid]}`;
  const manifest = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  // Only packages that the team's registry had could be locked; the others are asked for by the same exact version.
  const version = Object.values(manifest.optionalDependencies)[0];
  const args = ['--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000'];
  const fault = name in manifest.optionalDependencies
    ? npm(['ci', ...args], target)
    : npm(['install', '--no-save', '--no-package-lock', '--force', `${name}@${version}`, ...args], target);
  const bins = join(target, 'node_modules', '@node-llama-cpp', packages[rid], 'bins');
  if (!existsSync(bins)) return { fault: fault ?? `${name}@${version} is not available here` };
  const libraries = join(bins, readdirSync(bins)[0]);
  cpSync(join(dirname(bins), 'LICENSE'), join(libraries, 'LICENSE'));
  return { bins: libraries };
}

function lock(path) {
  // Making a folder is atomic on every file system, so two builds at once can't both install.
  for (;;) {
    try {
      mkdirSync(path);
      return;
    } catch (e) {
      if (e.code !== 'EEXIST') throw e;
      const age = existsSync(path) ? Date.now() - statSync(path).mtimeMs : 0;
      if (age > staleAfterMs) rmSync(path, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
}

if (!(rid in packages)) leave(3, `there is no prebuilt llama.cpp for ${rid}`);
mkdirSync(folder, { recursive: true });
const lockPath = join(folder, '.lock');
const done = join(folder, rid);
const stamp = join(folder, `${rid}.stamp`);
const staging = join(folder, `.staging-${process.pid}`);
const locked = readFileSync(join(here, 'package-lock.json'), 'utf8');
lock(lockPath);
let end;
try {
  if (existsSync(done) && existsSync(stamp) && readFileSync(stamp, 'utf8') === locked) {
    writeFileSync(stamp, locked);
    end = [0, `llama.cpp libraries for ${rid} are in place`];
  } else {
    const { bins, fault } = install(staging);
    if (fault) {
      end = [4, fault];
    } else {
      rmSync(done, { recursive: true, force: true });
      renameSync(bins, done);
      // Written last: a stamp says that the folder is whole.
      writeFileSync(stamp, locked);
      end = [0, `llama.cpp libraries for ${rid} installed`];
    }
  }
} finally {
  rmSync(staging, { recursive: true, force: true });
  rmSync(lockPath, { recursive: true, force: true });
}

leave(...end);
