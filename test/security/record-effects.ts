/** Broadcast channel of the effects of a page or worker. */
export const effectsChannel = 'aw-test-effects'

/**
 * Reports every effect from now on over a broadcast channel, without preventing it: requests, connections, workers, wasm
 * and storage.
 */
export function recordEffects(source: string): void {
  const channel = new BroadcastChannel(effectsChannel)
  const post = channel.postMessage.bind(channel)
  const report = (effect: string, subject: unknown): void => post(`${source}: ${effect} ${String(subject)}`)
  const global = globalThis as unknown as Record<string, unknown>
  const wrapFunction = (owner: object, key: string): void => {
    const holder = owner as Record<string, unknown>
    const original = holder[key]
    if (typeof original !== 'function') return
    holder[key] = function (this: unknown, ...args: unknown[]): unknown {
      report(key, args[0] instanceof Request ? args[0].url : args[0])
      return Reflect.apply(original, this, args)
    }
  }
  const wrapConstructor = (key: string): void => {
    const original = global[key]
    if (typeof original !== 'function') return
    global[key] = new Proxy(original, {
      construct(target, args: unknown[]) {
        report(key, args[0])
        return Reflect.construct(target, args) as object
      },
    })
  }
  wrapFunction(globalThis, 'fetch')
  wrapFunction(globalThis, 'importScripts')
  wrapFunction(globalThis, 'open')
  wrapFunction(navigator, 'sendBeacon')
  wrapFunction(XMLHttpRequest.prototype, 'open')
  wrapFunction(WebAssembly, 'compile')
  wrapFunction(WebAssembly, 'compileStreaming')
  wrapFunction(WebAssembly, 'instantiate')
  wrapFunction(WebAssembly, 'instantiateStreaming')
  for (const key of ['WebSocket', 'EventSource', 'Worker', 'SharedWorker', 'Notification']) wrapConstructor(key)
}
