/** What no person who uses the editor reads, with the reason. */
export const saidByPrograms: readonly { readonly texts: RegExp; readonly why: string }[] = [
  {
    texts:
      /^(A column|A value) of type .* was not cast for|^The Arrow writer gave|^Arrow is not written|^A sub-workflow node is expanded/,
    why: 'a fault of our own',
  },
  {
    texts: /^A (byte|character) is not of |^An element .* was not seen before/,
    why: 'taken by the one that reads, which tries otherwise',
  },
  { texts: /^(no-answer|no-right|not-found|too-many)$/, why: 'the end of a code' },
  { texts: /^was (skipped|cancelled)$/, why: 'a part of a sentence that is listed as a whole' },
]

/** Titles, labels and choices that are the same in German. */
export const sameInGerman: ReadonlySet<string> = new Set(
  'Webhook Plan Schema Code Name Rest Format Graph Variable Status Text cosmo-ready ml-ready csv json jsonl parquet arrow xlsx Cosmograph Median Parquet Arrow Excel'.split(
    ' ',
  ),
)
