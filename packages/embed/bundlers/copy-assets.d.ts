/** Copies the workers and WebAssembly files of the editor next to a bundle of esbuild or Rollup. @public */
export declare function copyAssets(folder: string): Promise<void>

/** A plugin for Rollup that calls `copyAssets` with the output folder. @public */
export declare function copyAssetsPlugin(): {
  name: string
  writeBundle(options: { dir?: string; file?: string }): Promise<void>
}
