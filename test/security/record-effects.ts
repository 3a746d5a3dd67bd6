/** Broadcast channel of the effects of a page or worker. */
export const effectsChannel = 'aw-test-effects'

/**
 * Reports every effect from now on over a broadcast channel, without preventing it: requests, connections, workers, wasm
 * and storage.
 */
export function recordEffects(place: string): void {
  const channel = new BroadcastChannel(effectsChannel)
  const post = channel.postMessage.bind(channel)
  const report = (what: string, about: unknown): void => post(`${place}: ${what} ${String(about)}`)
  const global = globalThis as unknown as Record<string, unknown>
  const called = (owner: object, key: string): void => {
    const holder = owner as Record<string, unknown>
    const before = holder[key]
    if (typeof before !== 'function') return
    holder[key] = function (this: unknown, ...given: unknown[]): unknown {
      report(key, given[0] instanceof Request ? given[0].url : given[0])
      return Reflect.apply(before, this, given)
    }
  }
  const made = (key: string): void => {
    const before = global[key]
    if (typeof before !== 'function') return
    global[key] = new Proxy(before, {
      construct(target, given: unknown[]) {
        report(key, given[0])
        return Reflect.construct(target, given) as object
      },
    })
  }
  called(globalThis, 'fetch')
  called(globalThis, 'importScripts')
  called(globalThis, 'open')
  called(navigator, 'sendBeacon')
  called(XMLHttpRequest.prototype, 'open')
  called(WebAssembly, 'compile')
  called(WebAssembly, 'compileStreaming')
  called(WebAssembly, 'instantiate')
  called(WebAssembly, 'instantiateStreaming')
  for (const key of ['WebSocket', 'EventSource', 'Worker', 'SharedWorker', 'Notification']) made(key)
}
