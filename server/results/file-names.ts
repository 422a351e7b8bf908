import { createHmac } from 'node:crypto';
import type { FileNames } from '#analysis/data/variables';
import type { Protocol } from '#protocols/model/protocol';
import { siteCodes } from './site-codes';

/**
 * What stands for people, sites, cohorts, groups and households in one file: HMAC-SHA256 of the database's id under `key`, cut to 80 bits. The key is
 * made for the file and kept nowhere, so two files cannot be joined by their codes, nor one of them with the database.
 */
export function fileNames(protocol: Protocol, key: Buffer): FileNames {
  const sites = siteCodes(protocol);
  const code = (what: string, id: string) => createHmac('sha256', key).update(`${what}:${id}`).digest('hex').slice(0, 20);
  return {
    // A letter first, so that no spreadsheet reads a code as a number.
    participant: (id) => `p${code('participant', id)}`,
    site: (id) => sites.get(id) ?? code('site', id),
    cohort: (id) => `c${code('cohort', id)}`,
    group: (id) => `g${code('group', id)}`,
    household: (id) => `h${code('household', id)}`,
  };
}
