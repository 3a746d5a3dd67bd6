export interface ApiEntry {
  readonly folder: string
  readonly entry: string
  readonly report: string
  /** The report has the types that only other declarations name. */
  readonly isComplete?: boolean
}

export declare const entries: readonly ApiEntry[]
export declare function checkApi(
  entry: ApiEntry,
  options?: { readonly update?: boolean },
): { readonly isCurrent: boolean; readonly messages: readonly string[] }
