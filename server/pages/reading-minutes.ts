/** Words a minute of somebody who reads slowly. */
const PACE = 130;

/** The whole minutes that reading `text` takes, two at least: a promise too short would press. */
export const readingMinutes = (text: string): number => Math.max(2, Math.ceil(text.split(/\s+/).length / PACE));
