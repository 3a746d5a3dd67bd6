import { openBrowserConnection } from '../browser-connection.ts'
import { browserFile } from '../browser-file.ts'
import { createDuckDbTables } from '../../tables/duckdb-tables.ts'
const log = (...all: unknown[]) => postMessage(all.map(String).join(' '))
addEventListener('message', async ({ data }) => {
  try {
    let t0 = performance.now()
    const c = (await openBrowserConnection({ wasmUrl: data.wasmUrl })) as any
    log('open', (performance.now() - t0).toFixed(0))
    const b = c.bindings
    const heap = () => (b.mod?.HEAPU8?.length / 1e6).toFixed(0) + ' MB'
    const blob = await (await fetch(data.csv)).blob()
    const f = new File([blob], 'big.csv')
    const tables = createDuckDbTables(c)
    const col = (name: string, type: string) => ({ name, type, nulls: [] })
    const plan: any = {
      format: 'csv',
      encoding: 'utf-8',
      dialect: { delimiter: ',', quote: '"', escape: '"', newline: '\n' },
      skippedLines: 0,
      headerLines: 1,
      columns: [
        col('id', 'BIGINT'),
        col('name', 'VARCHAR'),
        col('price', 'DOUBLE'),
        col('qty', 'BIGINT'),
        col('ts', 'TIMESTAMP'),
        col('region', 'VARCHAR'),
      ],
      evidence: [],
    }
    const a = await c.attach(browserFile(f, 'x'), 0)
    const dia = `auto_detect=false, header=false, skip=1, delim=',', quote='"', escape='"', allow_quoted_nulls=false`
    for (let k = 0; k < 4; k++) {
      t0 = performance.now()
      await c.run(
        `create or replace table p as from read_csv('${a.path}', ${dia}, columns={a:'BIGINT',b:'VARCHAR',c:'DOUBLE',d:'BIGINT',e:'TIMESTAMP',f:'VARCHAR'})`,
      )
      log('plain typed', (performance.now() - t0).toFixed(0), heap())
      await c.run('drop table p')
      t0 = performance.now()
      let last = 0,
        gap = 0,
        calls = 0
      const r = await tables.load(browserFile(f, 'x'), plan, {
        id: 'big',
        onProgress() {
          calls++
        },
      })
      log('load', (performance.now() - t0).toFixed(0), heap(), r.table.rows, 'progress calls', calls)
      t0 = performance.now()
      await tables.page(r.table, { offset: 900000, limit: 100 })
      log('page', (performance.now() - t0).toFixed(1))
      t0 = performance.now()
      let n = 0
      for await (const p of tables.csv(r.table)) n += p.length
      log('csv', (performance.now() - t0).toFixed(0), n, heap())
      t0 = performance.now()
      const h = await tables.contentHash(r.table)
      log('hash', (performance.now() - t0).toFixed(0), h)
      await tables.drop('big')
      t0 = performance.now()
      const r2 = await tables.load(
        browserFile(f, 'x'),
        { ...plan, dialect: { ...plan.dialect, newline: 'mixed' } },
        { id: 'big2' },
      )
      log('load by our reader', (performance.now() - t0).toFixed(0), heap(), r2.table.rows)
      await tables.drop('big2')
    }
    for (const x of ['plain']) {
      t0 = performance.now()
      await c.run(
        `create or replace table p as from read_csv('${a.path}', ${dia}, columns={a:'VARCHAR',b:'VARCHAR',c:'VARCHAR',d:'VARCHAR',e:'VARCHAR',f:'VARCHAR'})`,
      )
      log('plain varchar', (performance.now() - t0).toFixed(0), heap())
      t0 = performance.now()
      await c.run(
        `create or replace table p as select try_cast(a as bigint) a, b, try_cast(c as double) c, try_cast(d as bigint) d, try_cast(e as timestamp) e, f from read_csv('${a.path}', ${dia}, columns={a:'VARCHAR',b:'VARCHAR',c:'VARCHAR',d:'VARCHAR',e:'VARCHAR',f:'VARCHAR'})`,
      )
      log('trycast', (performance.now() - t0).toFixed(0), heap())
    }
  } catch (e) {
    log('ERR', (e as Error).stack)
  }
  postMessage('END')
})
