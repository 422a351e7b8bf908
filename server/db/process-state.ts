import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** Where a process stands; a zombie has ended and only waits for its parent to take note. */
export type ProcessState = 'running' | 'zombie' | 'gone';

function readStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in brackets may itself hold spaces and brackets, so fields are counted from the last one.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    // No such process, or it ended between the look and the reading.
    return undefined;
  }
}

function askPs(pid: number, column: string): string {
  return spawnSync('/bin/ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** The state of process `pid`. */
export function stateOf(pid: number): ProcessState {
  if (process.platform === 'linux') {
    const letter = readStat(pid)?.[0];
    if (letter === undefined) return 'gone';
    return letter === 'Z' || letter === 'X' ? 'zombie' : 'running';
  }
  try {
    process.kill(pid, 0);
  } catch (cause) {
    // Somebody else's process refuses the signal and is alive all the same.
    if ((cause as NodeJS.ErrnoException).code !== 'EPERM') return 'gone';
  }
  return process.platform !== 'win32' && askPs(pid, 'stat').startsWith('Z') ? 'zombie' : 'running';
}

/** What tells this run of `pid` from a later process with the same number: when it began. Empty where nobody says. */
export function birthOf(pid: number): string {
  if (process.platform === 'linux') return readStat(pid)?.[19] ?? '';
  return process.platform === 'win32' ? '' : askPs(pid, 'lstart').replace(/\s+/g, '_');
}

/** The command line of `pid`, words joined by blanks; empty when it has ended or nobody says. */
export function commandOf(pid: number): string {
  if (process.platform === 'win32') return '';
  if (process.platform !== 'linux') return askPs(pid, 'command');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    // It ended between the look and the reading.
    return '';
  }
}

/** Numbers of the processes whose command line contains `text`. Linux only; elsewhere none are found. */
export function processesNaming(text: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => commandOf(pid).includes(text));
}
