import { EntitySchema } from 'typeorm';

/** Sealed sheets made for a day without power. */
export interface SheetListRow {
  list: string;
  trial: string;
  scheme: string;
  site: string;
  sheets: number;
  actor: string;
  occurred_at: Date;
  from_position: string;
}

export const sheetListTable = new EntitySchema<SheetListRow>({
  name: 'sheet_list',
  schema: 'research',
  columns: {
    list: { type: 'uuid', primary: true, primaryKeyConstraintName: 'sheet_list_pkey' },
    trial: { type: 'text' },
    scheme: { type: 'text' },
    site: { type: 'text' },
    sheets: { type: 'integer' },
    actor: { type: 'text' },
    occurred_at: { type: 'timestamptz', precision: 3 },
    from_position: { type: 'bigint' },
  },
});
