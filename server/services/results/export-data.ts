import { createHash } from 'node:crypto';
import { WORKBOOK_TYPE, type exportData as promise } from '#contract/staff/results';
import { trialStream } from '#protocols/model/fact';
import { dayOf } from '#protocols/rules/calendar';
import { append } from '../../db/facts';
import { lockOf } from '../../db/stores/dataset';
import { headOf } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { archiveOf } from '../../results/archive';
import { PRESETS } from '../../results/csv';
import { fileNames } from '../../results/file-names';
import { readDataset } from '../../results/read-dataset';
import { workbookOf } from '../../results/workbook';

const KEY_BYTES = 32;
const ZIP = { type: 'application/zip', extension: 'zip' };
const WORKBOOK = { type: WORKBOOK_TYPE, extension: 'xlsx' };

/**
 * The locked data as a file, as of the lock's cut-off. The key of its pseudonyms is made here and forgotten here; the fact that the file
 * was made, with its hash, is recorded before a byte of it is sent. Only whoever acts for the whole trial may.
 */
export const exportData: Service<typeof promise> = async (context, { params, body }) => {
  const { database, versions, under, entropy, now } = context;
  if (under.site !== null) throw new Problem('role-missing');
  const stream = trialStream(params.trial);
  const head = await headOf(database.research, stream);
  const lock = await lockOf(database.research, params.trial);
  if (!head) throw new Problem('not-found');
  if (!lock?.lockedBy) throw new Problem('not-locked');
  const [dataset] = await readDataset(database.research, params.trial, versions, lock.cutoff);

  const opened = versions.at(-1)!;
  const madeOn = dayOf(now);
  const names = fileNames(opened.protocol, entropy(KEY_BYTES));
  const from = { opened, cutoff: lock.cutoff, plan: lock.plan, madeOn };
  const file =
    body.preset === 'excel-workbook'
      ? await workbookOf(dataset!, names, body.language ?? 'da', from)
      : archiveOf(dataset!, names, PRESETS[body.preset], from);
  const sha256 = createHash('sha256').update(file).digest('hex');

  await append(database.research, context, { trial: params.trial, sites: '*' }, [
    {
      stream,
      trial: params.trial,
      head,
      facts: [
        {
          kind: 'exported',
          payload: { export: context.uuid(), preset: body.preset, rows: dataset!.people.length, cutoff: lock.cutoff, sha256 },
        },
      ],
    },
  ]);
  const { type, extension } = body.preset === 'excel-workbook' ? WORKBOOK : ZIP;
  return { reply: file, mediaType: type, fileName: `${params.trial}-${body.preset}-${madeOn}.${extension}` };
};
