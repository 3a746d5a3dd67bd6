import { basename } from 'node:path'
import { openDuckDb, nodeFile, hashFile } from '@aw-flow/data/node'
import { loadForCosmo, loadFile, prepareTable, validateTable, cosmoReadySchema } from '@aw-flow/agents'
import { NodeError, formatProblem } from '@aw-flow/engine'
const tables = await openDuckDb()
for (const path of process.argv.slice(2)) {
  const t = performance.now()
  try {
    const file = await nodeFile(path, await hashFile(path))
    const { table, report } = await loadFile(file, { tables, id: 'l', maxRetries: 3 })
    const tl = performance.now()
    console.log(
      `== ${basename(path)} ${Math.round(tl - t)}ms ${report.format} ${report.encoding} ${JSON.stringify(report.delimiter)} skip ${report.skippedLines} head ${report.headerLines} rows ${report.rows} rejects ${report.rejects} attempts ${report.attempts.length}`,
    )
    console.log(
      '   ',
      report.columns.map((c) => `${c.name}:${c.type} n${c.nulls}${c.badCells ? ' BAD' + c.badCells : ''}`).join(' | '),
    )
    for (const a of report.attempts) if (!a.success) console.log('    attempt', a.attempt, a.action, '->', a.reason)
    for (const w of report.warnings) console.log('    !', w.severity, w.message, w.hint ?? '')
    for (const row of report.sample.slice(0, 2)) console.log('      ', JSON.stringify(row).slice(0, 300))
    const p = await prepareTable({ tables, table, target: 'cosmo-ready', id: 'p' })
    console.log(
      '    prepare',
      Math.round(performance.now() - tl) + 'ms',
      JSON.stringify(p.report.plan.roles),
      p.report.rowsIn,
      '->',
      p.report.rowsOut,
      p.report.validation.valid,
      'attempts',
      p.report.attempts.length,
    )
    for (const w of p.report.warnings) console.log('    -', w.severity, w.message)
    const v = await validateTable({
      tables,
      table: p.table,
      schema: cosmoReadySchema(p.report.plan.roles, p.table.columns),
    })
    if (!v.valid) console.log('   INVALID', JSON.stringify(v.rules.filter((r) => !r.valid)))
  } catch (e) {
    if (e?.problem)
      console.log(
        `== ${basename(path)} ${Math.round(performance.now() - t)}ms FAILED`,
        e.name,
        JSON.stringify(e.problem),
        e.agentRetries,
        e.cause?.message ?? '',
      )
    else throw e
  }
}
await tables.close()
