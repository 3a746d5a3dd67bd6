/** Copies the workers and WebAssembly files of the editor beside a bundle of esbuild or Rollup. @public */
export declare function copyAssets(folder: string): Promise<void>

/** A plugin for Rollup that calls `copyAssets` with the folder of the output. @public */
export declare function copyAssetsPlugin(): {
  name: string
  writeBundle(options: { dir?: string; file?: string }): Promise<void>
}
