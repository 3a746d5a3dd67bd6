import cases from './documents.cases.json' with { type: 'json' }

/**
 * Documents in `test/fixtures/documents` with the requested part (`undefined` for none) and the file in `expected/`
 * with the expected cells or records. The results are the same on every platform.
 */
export const documents: readonly { file: string; part?: string; expected: string }[] = cases.documents
