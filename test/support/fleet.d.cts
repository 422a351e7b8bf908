import type { ChildProcess } from 'node:child_process';
import type { Protocol } from '../../protocols/model/protocol';
import type { Role } from '../../protocols/model/role';
import type { App } from '../../server/context';

export interface Fleet {
  app: App & { close(): Promise<void> };
  env: Record<string, string>;
}
export interface Running {
  child: ChildProcess;
  url: string;
  port: number;
  exited: Promise<number | null>;
  said(): string;
}
export interface Person {
  participant: string;
  code: string;
  cookie: string;
}
export const ROOT: string;
export function protocolOf(trial: string, id: string, change?: (protocol: Protocol) => void): Protocol;
export function openFleet(ownerUrl: string, folder: string): Promise<Fleet>;
export function openTrial(fleet: Fleet, protocol: Protocol): Promise<Record<string, string>>;
export function addStaff(fleet: Fleet, protocol: Protocol, role: Role, site?: string): Promise<string>;
export function planCohort(
  fleet: Fleet,
  protocol: Protocol,
  site: string,
  size?: { capacity?: number; minimum?: number },
): Promise<string>;
export function addParticipant(
  fleet: Fleet,
  protocol: Protocol,
  site: string,
  cohort?: string,
  screening?: Record<string, string | number>,
): Promise<Person>;
export function freePort(): Promise<number>;
export function startProcess(env: Record<string, string>): Promise<Running>;
export function startWithoutWeb(env: Record<string, string>): Pick<Running, 'child' | 'exited' | 'said'>;
export function signIn(url: string, email: string): Promise<string>;
