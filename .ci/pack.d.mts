export interface PackedPackage {
  /** The package's folder, relative to the repository. */
  readonly folder: string
  readonly manifest: {
    readonly name: string
    readonly [field: string]: unknown
  }
  /** The path of the tarball. */
  readonly tarball: string
  readonly files: readonly { readonly path: string; readonly size: number }[]
  /** Bytes of the tarball. */
  readonly size: number
}

export interface StagedPackage {
  /** The package's folder, relative to the repository. */
  readonly folder: string
  readonly manifest: PackedPackage['manifest']
  /** The folder with the copied files. */
  readonly stagedFolder: string
  readonly paths: readonly string[]
}

export declare function listPublishedFolders(): string[]
export declare function stage(target: string, folders?: readonly string[]): StagedPackage[]
export declare function pack(target: string, folders?: readonly string[]): PackedPackage[]
