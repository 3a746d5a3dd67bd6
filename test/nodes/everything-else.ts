import { createCatalog, expressionFunctions, type Catalog, type Sandbox, type Tables } from '@aw-flow/engine'
import { builtInNodes } from '@aw-flow/nodes'
import { readWorkflow, type Config, type Workflow } from '@aw-flow/schema'
import { toCanonicalJson } from '@aw-flow/schema/internal'
import { randomRows } from './everything.ts'
import { runExample } from './run-example.ts'

/** The result of every expression function for one row; for functions of the current time, its type. */
const functions: Readonly<Record<string, string>> = {
  texts:
    '$string(row.price) & $string([row.small, row.txt], true) & $length(row.two) & $substring(row.two, 1, 4) & $substringBefore(row.two, " ") & $substringAfter(row.two, " ") & $uppercase(row.txt) & $lowercase(row.txt) & $trim(row.two) & $pad(row.txt, 9, "·") & $pad(row.txt, -9)',
  finds:
    '[$contains(row.two, "a"), $contains(row.two, /[a-z]-?\\w/i), $split(row.two, " "), $join($split(row.two, ""), "|"), $match(row.two, /([aeiou])(.)/).match, $replace(row.two, "a", "4"), $replace(row.two, /(.)-(.)/, "$2-$1", 1)]',
  codes:
    '[$base64encode($encodeUrlComponent(row.two)), $base64decode($base64encode("aw")), $encodeUrl("https://a.example/" & $string(row.id)), $decodeUrl("a%20b"), $decodeUrlComponent($encodeUrlComponent(row.two))]',
  numbers:
    '[$number("12.5"), $abs(row.wide), $floor(row.small), $ceil(row.small), $round(row.small, 1), $power(row.grp, 2), $sqrt($abs(row.grp)), $formatNumber(row.small, "#,##0.00"), $formatBase(row.grp, 16), $formatInteger(row.grp, "w"), $formatInteger(row.grp + 1, "I"), $parseInteger("1,234", "#,##0")]',
  totals:
    '$exists(row.grp) ? [$sum([row.small, row.grp]), $max([row.small, row.grp]), $min([row.small, row.grp]), $average([row.small, row.grp]), $count([row.small, row.grp])]',
  lists:
    '[$append([row.txt], [row.two]), $sort([row.grp, 50, 7]), $sort(["b", "a", row.txt], function($a, $b) { $length($a) > $length($b) }), $reverse([1, row.grp]), $distinct([row.grp, row.grp, 1]), $zip([1, 2], [row.grp, row.id])]',
  truths:
    '[$boolean(row.txt), $not(row.flag), $exists(row.day), row.grp in [1, 2, 3], row.small > 0 and row.flag, row.txt = "東京" ? "yes" : "no", row.flag ?: "none", row.day ?? "never"]',
  objects:
    '[$keys(row)[0], $lookup(row, "id"), $spread({"a": row.id, "b": row.txt}), $merge([{"a": 1}, {"b": row.id}]), $sift({"a": 1, "b": row.id}, function($v) { $v > 1 }), $each({"a": row.id}, function($v, $k) { $k & $v }), $type(row.price), $clone({"a": [row.id]})]',
  higher:
    '[$map([1, 2, 3], function($n) { $n * row.id }), $filter([1..9], function($n) { $n % 3 = row.id % 3 }), $single([row.id, -1], function($n) { $n < 0 }), $reduce([1..5], function($a, $b) { $a * 7 % 1000003 + $b + row.id }), $map([1], $string)]',
  chance: '[$random() < 1, $count($shuffle([1, 2, 3])), $type($now()), $type($millis()), $random(), $shuffle([1..5])]',
  times:
    '[$fromMillis(row.id * 86400000), $fromMillis(row.id * 3600000, "[Y0001]-[M01]-[D01] [H01]:[m01]"), $toMillis("2026-11-20T00:00:00Z") + row.id, $toMillis("20.11.2026", "[D01].[M01].[Y0001]")]',
  checks: '$assert(row.id >= 0, "below") ? 1 : (row.id < -1000000 ? $error("far below") : 2)',
  paths:
    '[row.*[0], row.**[0], (row ~> |$|{"more": id + 1}, "txt"|).more, [row]^(>small).id, [row]{txt: id}, ($f := function($n) { $n < 2 ? 1 : $n * $f($n - 1) }; $f(row.id % 8)), [row]#$i.$i, row.(price & "€")]',
}

/** Typical SQL with functions that give equal results in both builds. */
const statements: Readonly<Record<string, string>> = {
  texts: `SELECT id, upper(txt) AS a, lower(two) AS b, trim(two) AS c, length(two) AS d, substring(two, 2, 3) AS e, left(two, 2) AS f, right(two, 2) AS g, replace(two, 'a', '4') AS h, split_part(two, ' ', 1) AS i, concat_ws('/', txt, grp) AS j, reverse(txt) AS k, lpad(txt, 9, '*') AS l, strpos(two, 'a') AS m, contains(two, '東') AS n, regexp_replace(two, '[aeiou]', '_', 'g') AS o, regexp_extract(two, '(\\w+)', 1) AS p, levenshtein(txt, two) AS q, md5(two) AS r, sha256(txt) AS s, hex(txt) AS t, ascii(txt) AS u, chr(65 + grp % 26) AS v, starts_with(two, 'a') AS w, string_split(two, ' ') AS x, repeat(txt, 2) AS y FROM input`,
  numbers: `SELECT id, abs(small) AS a, ceil(small) AS b, floor(small) AS c, round(price, 1) AS d, sqrt(grp) AS e, grp % 7 AS f, grp // 7 AS g, sign(small) AS h, greatest(grp, 50) AS i, least(grp, 50) AS j, coalesce(grp, -1) AS k, nullif(grp, 5) AS l, wide * 2 AS m, small / 3 AS n, price + 1 AS o, bit_count(grp) AS p, gcd(grp, 12) AS q, isnan(odd) AS r, isfinite(odd) AS s, CAST(small AS DECIMAL(18, 3)) AS t, TRY_CAST(txt AS DOUBLE) AS u, hash(id) % 100 AS v, even(small) AS w, trunc(small) AS x, xor(grp, 3) AS y FROM input`,
  times: `SELECT id, year(day) AS a, month(day) AS b, quarter(day) AS c, week(day) AS d, dayofyear(day) AS e, date_trunc('month', day) AS f, date_diff('day', day, CAST(moment AS DATE)) AS g, day + 30 AS h, moment + INTERVAL 2 HOUR AS i, strftime(moment, '%Y-%m-%d %H') AS j, last_day(day) AS k, epoch(moment) AS l, extract(hour FROM moment) AS m, dayname(day) AS n, make_date(2020, 1 + grp % 12, 1) AS o FROM input`,
  groups: `SELECT grp, txt, count(*) AS n, count(DISTINCT two) AS d, sum(price) AS s, sum(big) AS b, min(day) AS f, max(moment) AS l, bool_or(flag) AS o, string_agg(two, '+' ORDER BY id) AS t, list(id ORDER BY id) AS i, arg_max(two, id) AS w, median(price) AS m, mode(grp) AS k, bit_xor(id) AS x FROM input GROUP BY ALL HAVING count(*) > 0`,
  windows: `SELECT id, row_number() OVER (PARTITION BY grp ORDER BY id) AS a, rank() OVER (ORDER BY price NULLS LAST) AS b, dense_rank() OVER (ORDER BY grp) AS c, lag(txt, 2) OVER (ORDER BY id) AS d, lead(price) OVER (PARTITION BY txt ORDER BY id) AS e, sum(price) OVER (PARTITION BY grp ORDER BY id ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS f, first_value(two) OVER (PARTITION BY grp ORDER BY id) AS g, ntile(7) OVER (ORDER BY id) AS h, count(*) FILTER (WHERE flag) OVER (PARTITION BY grp) AS i FROM input QUALIFY a < 50`,
  joins: `WITH a AS (SELECT grp, max(price) AS most FROM input GROUP BY grp), b AS (SELECT DISTINCT txt FROM few) SELECT i.id, a.most, i.price = a.most AS is_most, i.txt IN (SELECT txt FROM b) AS known FROM input i LEFT JOIN a USING (grp) WHERE i.id % 3 = (SELECT remainder FROM parameters) UNION ALL SELECT id, price, NULL, false FROM few ORDER BY id, most`,
  nested: `SELECT id, {a: grp, b: [txt, two]} AS s, [x * 2 FOR x IN [grp, 1]] AS l, list_transform([1, 2], lambda x: x + grp) AS t, list_sort([txt, two]) AS o, list_distinct([grp, grp]) AS d, struct_extract({a: id}, 'a') AS e, MAP {txt: 1} AS m, len([1, 2]) AS n FROM input WHERE txt IS NOT NULL`,
}

const code = `
const words = (row.two ?? '').normalize('NFC').split(' ')
return {
  id: row.id,
  words: words.length,
  longest: words.reduce((a, b) => (b.length > a.length ? b : a), ''),
  twice: row.small === null ? null : row.small * 2,
  root: row.small === null ? null : Math.sqrt(Math.abs(row.small)),
  day: row.day === null ? null : new Date(row.day).toISOString().slice(0, 10),
  is: row.flag,
  chance: Math.random(),
}`

/** A workflow with every node type except table nodes. Each node processes all rows or their results. */
export function everythingElseWorkflow(rows: number): Workflow {
  const nodes: { id: string; type: string; config: Config }[] = []
  const edges: { source: string; from: string; target: string; port: string }[] = []
  /** `inputs` are `port: 'node.port'`. */
  const add = (id: string, type: string, config: Config, inputs: Record<string, string> = {}): string => {
    nodes.push({ id, type, config })
    for (const [port, input] of Object.entries(inputs)) {
      const [source = '', from = ''] = input.split('.')
      edges.push({ source, from, target: id, port })
    }
    return id
  }
  const start = JSON.stringify({ rows, words: ['東京', 'Łódź', null] })
  add('start', 'trigger', { sample: start })
  add('when', 'schedule', { sample: start })
  add('call', 'webhook', { answer: 'by-workflow', sample: start })
  add('on', 'event', { name: 'rows.wanted', sample: start })
  add('rows', 'random_rows', { rows, seed: 0 }, { after: 'start.data' })
  add('few', 'random_rows', { rows: 120, seed: 17 }, { after: 'start.data' })

  for (const [name, statement] of Object.entries(statements)) {
    const two = name === 'joins'
    const config = { statement, inputs: two ? 'input, few' : 'input', parameters: two ? { remainder: 1 } : {} }
    add(`sql_${name}`, 'sql', config, { input: 'rows.table', ...(two ? { few: 'few.table' } : {}) })
  }
  add('code', 'code', { over: 'rows', code, timeLimit: 300 }, { input: 'rows.table' })
  add(
    'code_value',
    'code',
    { code: 'return { rows: input.rows ?? input.length, odd: [1n, NaN, undefined, new Date(0)] }' },
    { input: 'few.table' },
  )
  const light =
    '{"id": row.id, "text": row.txt & "/" & row.two, "sum": (row.small ?: 0) + (row.grp ?: 0), "old": row.day ? row.day < "1950" : "?"}'
  add('transform', 'transform', { over: 'rows', expression: light }, { input: 'rows.table' })
  const filled = ['grp', 'wide', 'small', 'price', 'txt', 'two', 'day', 'flag']
  const conditions = filled.map((column) => ({ column, is: 'is-not-empty' }))
  add('full', 'filter', { conditions }, { table: 'few.table' })
  for (const [name, expression] of Object.entries(functions)) {
    add(
      `fn_${name}`,
      'transform',
      { over: 'rows', expression: `{"id": row.id, "is": ${expression}}` },
      { input: 'full.table' },
    )
  }
  add(
    'transform_value',
    'transform',
    { expression: '{"rows": $count(input), "names": $keys(input[0])}' },
    { input: 'few.table' },
  )

  add('enough', 'condition', { expression: 'input.value.rows > 1' }, { value: 'rows.table' })
  add('many', 'table', {}, { table: 'enough.true' })
  add('none', 'table', {}, { table: 'enough.false' })
  add(
    'switch',
    'switch',
    { expression: '$string($count(input.value.columns))', cases: '3\n12' },
    { value: 'rows.table' },
  )
  add('twelve', 'table', {}, { table: 'switch.case2' })
  add(
    'each',
    'for_each',
    { over: 'batches', batchSize: Math.ceil(rows / 3) },
    { items: 'rows.table', result: 'each_filter.table' },
  )
  add('each_filter', 'filter', { conditions: [{ column: 'grp', is: 'less', value: 20 }] }, { table: 'each.item' })
  add('names', 'select', { columns: ['id', 'txt'] }, { table: 'few.table' })
  add('each_row', 'for_each', {}, { items: 'names.table', result: 'each_name.value' })
  add(
    'each_name',
    'variable',
    { name: 'told', expression: 'input.value.txt & "/" & input.value.id' },
    { value: 'each_row.item' },
  )
  add('begin', 'variable', { name: 'begin', expression: '1' }, { value: 'start.data' })
  add('while', 'while', { condition: 'value < 100' }, { start: 'begin.value', result: 'next.value' })
  add('next', 'variable', { name: 'next', expression: 'input.value * 3' }, { value: 'while.item' })
  add('merge', 'merge', { wait: 'all', how: 'rows' }, { in1: 'rows.table', in2: 'few.table' })
  add('delay', 'delay', { seconds: 0.01 }, { value: 'few.table' })
  add('wait', 'wait_for_event', { name: 'continue' }, { value: 'few.table' })
  add('approve', 'approval', { message: 'All {{rows.table.rows}} rows?' }, { value: 'rows.table' })
  const inner = {
    version: 1,
    name: 'Inner',
    nodes: [
      {
        id: 'sort',
        type: 'sort',
        position: { x: 0, y: 0 },
        data: { label: 'Sort', config: { by: [{ column: 'two' }] } },
      },
    ],
    edges: [],
    ports: {
      inputs: [{ name: 'rows', type: 'table', required: true, to: [{ node: 'sort', port: 'table' }] }],
      outputs: [{ name: 'sorted', type: 'table', from: { node: 'sort', port: 'table' } }],
    },
  }
  add('inner', 'sub_workflow', { document: inner }, { rows: 'rows.table' })
  const strict = '{"columns": [{"name": "grp", "nullable": false}]}'
  add('broken', 'validation', { schema: strict, onInvalid: 'fail' }, { table: 'rows.table' })
  add('failed', 'error_handler', {}, { error: 'broken.error' })
  add('missing', 'placeholder', { tool: 'n8n', type: 'notion' }, { value: 'start.data' })

  for (const format of ['csv', 'json', 'jsonl', 'parquet', 'arrow', 'xlsx']) {
    const from = format === 'xlsx' ? 'few' : 'plain'
    add(`export_${format}`, 'export', { name: 'rows', format }, { table: `${from}.table` })
  }
  // Values that a workbook and a plain CSV file store equally.
  add('plain', 'select', { columns: ['id', 'grp', 'small', 'txt', 'day', 'flag'] }, { table: 'rows.table' })
  for (const format of ['csv', 'jsonl', 'parquet', 'arrow']) {
    add(`load_${format}`, 'loading', {}, { file: `export_${format}.file` })
  }
  add('write', 'write_file', { path: 'out/rows.csv' }, { value: 'plain.table' })
  add('read', 'read_file', { path: 'orders.csv' }, { after: 'write.result' })
  add('load_read', 'loading', {}, { file: 'read.file' })
  add('prepare', 'preparing', { target: 'cosmo-ready' }, { table: 'load_csv.table' })
  const schema =
    '{"columns": [{"name": "id", "unique": true}, {"name": "small", "type": "number", "min": -1000, "max": 1000}, {"name": "txt", "pattern": "."}]}'
  add('validate', 'validation', { schema }, { table: 'load_csv.table', plan: 'prepare.plan' })

  add('chart', 'chart', {}, { table: 'load_csv.table' })
  add('graph', 'graph', { source: 'grp', target: 'txt' }, { links: 'load_csv.table', points: 'names.table' })

  add(
    'ask',
    'http_request',
    { url: 'https://service.example/items', query: { size: 2 }, paging: 'page', response: 'table' },
    { value: 'few.table' },
  )
  const body = { url: 'https://service.example/rows', method: 'POST', bodyKind: 'rows' }
  add('send', 'http_request', body, { value: 'few.table' })
  add(
    'query',
    'database_query',
    { secret: 'shop', statement: 'SELECT id, amount FROM orders WHERE id = $1', parameters: ['{{start.data.rows}}'] },
    { value: 'start.data' },
  )
  add(
    'mail',
    'email',
    {
      secret: 'mail',
      from: 'a@b.example',
      to: 'c@d.example',
      subject: '{{few.table.rows}} rows',
      text: 'See.',
      attach: 'csv',
    },
    { value: 'few.table' },
  )
  add('notify', 'notification', { title: 'Rows', message: '{{few.table.rows}} rows' }, { value: 'few.table' })
  const weather = '{"type": "object", "required": ["rows"], "properties": {"rows": {"type": "number"}}}'
  add(
    'tool',
    'custom_tool',
    { name: 'tool', url: 'https://service.example/tool', inputSchema: weather },
    { value: 'on.data' },
  )
  const notes = '[{"note": "broken"}, {"note": "when?"}, {"note": "broken"}]'
  add('notes', 'transform', { expression: notes, result: 'table' }, { input: 'start.data' })
  const queries = [{ name: 'query', kind: 'sql', description: 'Queries the notes.' }]
  add('agent', 'agent', { prompt: 'How many?', tools: queries }, { input: 'notes.table' })
  const notesIn = { table: 'notes.table' }
  add('classified', 'classify_rows', { column: 'note', labels: 'complaint\nquestion' }, notesIn)
  add('extracted', 'extract_rows', { column: 'note', fields: 'product VARCHAR\nurgent BOOLEAN' }, notesIn)
  add('summarized', 'summarize_rows', { column: 'note' }, notesIn)
  add('translated', 'translate_rows', { column: 'note', language: 'German' }, notesIn)
  add('scored', 'remote_agent', { agent: 'scorer' }, { value: 'start.data' })
  add('ticketed', 'mcp_tool', { server: 'Tickets', tool: 'search', result: 'table' }, { value: 'start.data' })
  add('searched', 'web_search', { query: 'news', maxResults: 1 }, { value: 'start.data' })
  add('paged', 'web_read', { url: 'https://example.com' }, { value: 'start.data' })
  add('pictured', 'image', { prompt: 'A lighthouse' }, { value: 'start.data' })
  add('published', 'publish_event', { name: 'order.called' }, { value: 'on.data' })
  add('reply', 'webhook_response', { status: 201 }, { value: 'call.data' })
  add('noted', 'variable', { name: 'noted', expression: 'trigger_data.words' }, { value: 'when.data' })

  const { workflow, problems } = readWorkflow({
    version: 1,
    name: 'Everything else',
    settings: { retry: { count: 0, delaysMs: [1] } },
    nodes: nodes.map(({ id, type, config }) => ({
      id,
      type,
      position: { x: 0, y: 0 },
      data: { label: id, config },
      ...(id === 'broken' || id === 'missing' ? { onError: 'continue' } : {}),
    })),
    edges: edges.map(({ source, from, target, port }, index) => ({
      id: `e${index}`,
      source,
      sourceHandle: from,
      target,
      targetHandle: port,
    })),
  })
  if (!workflow) throw new Error(problems[0]?.message)
  return workflow
}

export const elseCatalog = (): Catalog => createCatalog([...builtInNodes, randomRows])

/** Expression functions that none of the nodes above uses. */
export const unusedExpressionFunctions = (): string[] => {
  const allExpressions = Object.values(functions).join(' ')
  return expressionFunctions.map(({ name }) => name).filter((name) => !allExpressions.includes(`${name}(`))
}

/** Runs the workflow. Returns the state of each node and a hash of each output: the content hash for tables. */
export async function runEverythingElse(
  tables: Tables,
  sandbox: Sandbox,
  { rows, parallel }: { rows: number; parallel: number },
): Promise<Record<string, string>> {
  const { state, problem, nodes } = await runExample({
    workflow: everythingElseWorkflow(rows),
    catalog: elseCatalog(),
    tables,
    sandbox,
    parallel,
    openFile: (node) => Promise.reject(new Error(`${node} reads no file of its own.`)),
  })
  const hashes: Record<string, string> = { run: [state, ...(problem ? [problem] : [])].join(' ') }
  for (const [node, { state: nodeState, outputs = {}, problems = [], error }] of Object.entries(nodes)) {
    // Plans and reports of agents may be reworded; only their tables count here.
    const isAgents = /^(prepare|validate)$/.test(node)
    hashes[node] = [nodeState, ...(isAgents ? [] : problems), ...(error ? [error] : [])].join(' ')
    for (const [port, value] of Object.entries(outputs)) {
      // Arrow and Parquet files store equal rows in different bytes, so the loaded tables are compared.
      if (/^export_(arrow|parquet)$/.test(node) && port === 'file') continue
      if (isAgents && port !== 'table') continue
      const { hash } = (value ?? {}) as { hash?: string }
      hashes[`${node}.${port}`] = hash ?? (await sha256(toCanonicalJson(value as never)))
    }
  }
  return hashes
}

const sha256 = async (text: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
