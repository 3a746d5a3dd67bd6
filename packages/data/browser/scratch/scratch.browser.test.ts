import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
it('scratch', async function () {
  // @ts-ignore
  this.timeout(240000)
  const w = new Worker(new URL('./scratch-worker.ts', import.meta.url), { type: 'module' })
  await new Promise<void>((r) => {
    w.onmessage = (e) => {
      if (e.data === 'END') r()
      else console.log(e.data)
    }
    w.onerror = (e) => {
      console.log('werr', e.message)
      r()
    }
    w.postMessage({
      wasmUrl: new URL(wasmUrl, location.href).href,
      csv: new URL('./big.csv?url', import.meta.url).href.replace('?url', ''),
    })
  })
})
