import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/**
 * Copies the page from which HTML files are exported beside the scripts of the studio, where `getAssets` expects it. It
 * is copied after the service worker has listed the files, because only an export loads it.
 */
export function pageFilePlugin(pagePath: string): Plugin {
  return {
    name: 'aw-page-file',
    apply: 'build',
    enforce: 'post',
    writeBundle({ dir }, bundle) {
      if (dir !== undefined && bundle['index.html'] && existsSync(pagePath))
        copyFileSync(pagePath, join(dir, 'assets', 'aw-page.html'))
    },
  }
}
