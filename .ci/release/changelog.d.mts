export interface Release {
  readonly version: string
  /** ISO date, such as 2026-11-22. */
  readonly date: string
  readonly changesets: readonly { readonly summary: string; readonly type: 'major' | 'minor' | 'patch' | 'none' }[]
}

export declare const sectionNames: readonly string[]
export declare function readNotes(changelog: string, version: string): string | undefined
export declare function addVersion(changelog: string, release: Release): string
