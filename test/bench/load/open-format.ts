import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import type { FormatWasmUrls } from '@aw-flow/data/browser'
import { requestOurs } from './request-ours.ts'
import type { LoadOutcome } from './load-contender.ts'

export const toAbsoluteUrl = (url: string): string => new URL(url, location.href).href

/** Exposes our loader and the peers returned by `openPeer` to the benchmark. */
export function offerFormat(
  openPeer: (file: File) => Promise<(contender: string) => Promise<LoadOutcome>>,
  formatWasmUrls?: FormatWasmUrls,
): void {
  window.openFormat = async (address) => {
    const response = await fetch(address)
    const file = new File([await response.blob()], address.slice(1))
    await requestOurs({ wasmUrl: toAbsoluteUrl(wasmUrl), ...(formatWasmUrls ? { formatWasmUrls } : {}) })
    const peer = await openPeer(file)
    window.loadFormat = async (contender) => {
      if (contender !== 'ours') return peer(contender)
      const start = performance.now()
      const outcome = await requestOurs({ file, hash: false })
      return { ...outcome, ms: performance.now() - start }
    }
  }
}
