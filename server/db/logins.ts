/** The product's own database logins: one per zone, each with the grants its work needs and no more. */
export const LOGINS = ['identity', 'linkage', 'allocator', 'research', 'auditor', 'jobs'] as const;
export type Login = (typeof LOGINS)[number];

/** A connection address per login. */
export type Credentials = Record<Login, string>;

/** The role that holds a login's grants; shared by every database of the server. */
export const groupOf = (login: Login): string => `lodtraek_${login}`;

/** The login itself carries its database's name, so that databases on one server do not share it; "as" keeps it apart from the group. */
export const loginOf = (database: string, login: Login): string => `${database}_as_${login}`;
