export interface ApiEntry {
  readonly folder: string
  readonly entry: string
  readonly report: string
}

export declare const entries: readonly ApiEntry[]
export declare function checkApi(
  entry: ApiEntry,
  options?: { readonly update?: boolean },
): { readonly isCurrent: boolean; readonly messages: readonly string[] }
/** Rolls declarations up into one file without `@internal` names; returns their problems. */
export declare function rollUpTypes(folder: string, entry: string, target: string): readonly string[]
/** Paths of reports whose entry does not exist. */
export declare function listStaleReports(): readonly string[]
