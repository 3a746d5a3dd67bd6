import data from './meanings.json' with { type: 'json' }

/** Meanings of the problems that users see most often. Other meanings are shown in English. @internal */
export const meanings: Readonly<Record<string, string>> = data
