/** The version of the code that draws: kept with every allocation, and bound by the commitments of a ceremony. */
export const SOFTWARE = 'lodtraek/0.1.0';
