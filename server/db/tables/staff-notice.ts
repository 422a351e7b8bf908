import { EntitySchema } from 'typeorm';

/** A notice to somebody on the roster, taken in hand before it is sent. */
export interface StaffNoticeRow {
  alert: string;
  ordinal: number;
  staff: string;
  taken_at: Date;
  sent_at: Date | null;
}

export const staffNoticeTable = new EntitySchema<StaffNoticeRow>({
  name: 'staff_notice',
  schema: 'identity',
  columns: {
    alert: { type: 'uuid', primary: true, primaryKeyConstraintName: 'staff_notice_pkey' },
    ordinal: { type: 'integer', primary: true, primaryKeyConstraintName: 'staff_notice_pkey' },
    staff: { type: 'uuid' },
    taken_at: { type: 'timestamptz' },
    sent_at: { type: 'timestamptz', nullable: true },
  },
});
