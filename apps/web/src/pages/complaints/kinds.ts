/** Kinds, channels, causes and states of complaints, as the interface names them; the words are in the catalogue. */
export const KINDS = ['complaint', 'barrier', 'clue', 'request', 'suggestion'] as const
export const STATES = ['waiting', 'open', 'late', 'replied', 'solved', 'unsolved', 'reopened', 'dissatisfied'] as const
