import { EntitySchema } from 'typeorm';

/** Whether somebody was at a session, as known between two positions. */
export interface AttendanceRow {
  participant: string;
  trial: string;
  site: string;
  group_id: string;
  ordinal: number;
  presence: string;
  from_position: string;
  to_position: string | null;
}

export const attendanceTable = new EntitySchema<AttendanceRow>({
  name: 'attendance',
  schema: 'research',
  columns: {
    participant: { type: 'uuid', primary: true, primaryKeyConstraintName: 'attendance_pkey' },
    trial: { type: 'text' },
    site: { type: 'text' },
    group_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'attendance_pkey' },
    ordinal: { type: 'integer', primary: true, primaryKeyConstraintName: 'attendance_pkey' },
    presence: { type: 'text' },
    from_position: { type: 'bigint', primary: true, primaryKeyConstraintName: 'attendance_pkey' },
    to_position: { type: 'bigint', nullable: true },
  },
  indices: [
    { name: 'attendance_now', columns: ['participant', 'group_id', 'ordinal'], unique: true, where: 'to_position IS NULL' },
    { name: 'attendance_of_group', columns: ['group_id', 'ordinal'], where: 'to_position IS NULL' },
  ],
});
