import { cp, mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const scriptFolder = dirname(fileURLToPath(import.meta.url))

/**
 * Returns whether a file is one that the bundled script finds next to itself: workers and the scripts that they import,
 * and the WebAssembly files.
 */
const isAsset = (name) => name.endsWith('.wasm') || name === 'aw-readers' || /^aw-.*worker\.js$/.test(name)

/**
 * Copies the workers and WebAssembly files of the editor next to a bundle. esbuild and Rollup leave
 * `new URL(…, import.meta.url)` unchanged, so the bundle looks for these files in its own folder.
 *
 * @param {string} folder - The folder of the script that contains the editor.
 * @returns {Promise<void>}
 * @example
 * await build({ entryPoints: ['main.js'], bundle: true, format: 'esm', outdir: 'dist' })
 * await copyAssets('dist')
 */
export async function copyAssets(folder) {
  await mkdir(folder, { recursive: true })
  const names = (await readdir(scriptFolder)).filter(isAsset)
  await Promise.all(names.map((name) => cp(join(scriptFolder, name), join(folder, name), { recursive: true })))
}

/**
 * A plugin for Rollup that calls `copyAssets` with the output folder.
 *
 * @example
 * export default { input: 'main.js', output: { dir: 'dist', format: 'es' }, plugins: [resolve(), copyAssetsPlugin()] }
 */
export const copyAssetsPlugin = () => ({
  name: 'aw-copy-assets',
  async writeBundle({ dir, file }) {
    await copyAssets(dir ?? dirname(file))
  },
})
