/** Lines of a package. Benchmarks and their labels are counted apart from tests. */
export interface Lines {
  product: number
  data: number
  tests: number
  bench: number
  files: number
}

export interface Measurements {
  readonly lines: ReadonlyMap<string, Lines>
  /** The number of files of each folder. */
  readonly folders: ReadonlyMap<string, number>
  /** The functions with more than 40 lines, longest first. */
  readonly functions: readonly { path: string; line: number; length: number; name: string }[]
  /** The groups of files that import each other, also for types, largest first. */
  readonly circles: readonly (readonly string[])[]
}

export function measureCheckout(root: string): Measurements
