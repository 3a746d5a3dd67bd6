import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import type { DuckDbConnection } from '../tables/duckdb-connection.ts'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import type { TestPlatform } from '../tables/test-case.ts'
import { describeFormats } from '../tables/test-formats-suite.ts'
import { describeDialects } from '../tables/test-dialects-suite.ts'
import { describeLoading } from '../tables/test-load-suite.ts'
import { describeLockDown } from '../tables/test-lock-down-suite.ts'
import { describeQueries } from '../tables/test-query-suite.ts'
import { describeRegions } from '../tables/test-regions-suite.ts'
import { describeRoundTrip, describeTypedReading } from '../tables/test-round-trip-suite.ts'
import { describeTables } from '../tables/test-tables-suite.ts'
import { describeWriting } from '../tables/test-write-suite.ts'
import { openNodeConnection } from './node-connection.ts'
import { openNodeFile } from './node-file.ts'
import { compileNodeWasm } from './node-formats-platform.ts'
import { openFormats } from './open-duckdb.ts'

let files = 0

const folder = await mkdtemp(join(tmpdir(), 'aw-test-'))
const connection: DuckDbConnection = await openNodeConnection({ temporaryFolder: folder, threads: 2 })
const tables = createDuckDbTables({ connection, formats: openFormats(folder), loadWasm: compileNodeWasm })

afterAll(async () => {
  await tables.close()
  await rm(folder, { recursive: true })
})

const platform: TestPlatform = {
  tables: () => tables,
  connection: () => connection,
  async file(content, name = 'file') {
    const path = join(folder, `file-${++files}`)
    await writeFile(path, content)
    return openNodeFile(path, 'test', name)
  },
}

describeTables({ describe, it }, platform)
describeWriting({ describe, it }, platform)
describeLoading({ describe, it }, platform)
describeFormats({ describe, it }, platform)
describeLockDown({ describe, it }, platform)
describeRoundTrip({ describe, it }, platform)
describeTypedReading({ describe, it }, platform)
describeRegions({ describe, it }, platform)
describeDialects({ describe, it }, platform)
describeQueries({ describe, it }, platform)
