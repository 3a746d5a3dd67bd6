import { toTrustedScriptUrl } from './trusted-types.ts'

/** Returns the origin from which this module was loaded, or `undefined` if a bundler has replaced its URL. */
function findModuleOrigin(): string | undefined {
  try {
    return new URL(import.meta.url).origin
  } catch {
    return undefined
  }
}

/**
 * Starts one of this package's workers.
 *
 * Browsers reject worker scripts from other origins. If this module itself was loaded from the script's origin, such as
 * a content delivery network, the page already runs code from there. In that case, the worker starts from a `blob:` URL
 * that imports the script. The page's content security policy must then allow the origin in `script-src` and
 * `connect-src`, and `blob:` in `worker-src`.
 *
 * @param url - The URL of the script, on the origin of the page or of this module.
 * @throws {ProblemError} If the script is on any other origin.
 */
export function startWorker(url: string, options: WorkerOptions): Worker {
  const scriptUrl = new URL(url, location.href)
  const isCrossOrigin = scriptUrl.origin !== location.origin && scriptUrl.origin === findModuleOrigin()
  if (!isCrossOrigin) return new Worker(toTrustedScriptUrl(url), options)
  // A static import: `import()` would lose messages sent before the script has loaded, and the error if it does not
  // load.
  const script = new Blob([`import ${JSON.stringify(scriptUrl.href)}`], { type: 'text/javascript' })
  return new Worker(toTrustedScriptUrl(URL.createObjectURL(script)), { ...options, type: 'module' })
}
