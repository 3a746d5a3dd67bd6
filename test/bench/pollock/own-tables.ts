/** The number of rows in each table, including the header. */
export const ownRows = 46

/** Creates ten clean tables that are unrelated to the benchmark's tables, each with its header first. Deterministic. */
export function createOwnTables(): string[][][] {
  const random = createRandom(20261120)
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] as string
  const integer = (from: number, to: number): number => from + Math.floor(random() * (to - from))
  const padToTwo = (number: number): string => String(number).padStart(2, '0')
  const day = (): string => `${integer(2001, 2024)}-${padToTwo(integer(1, 13))}-${padToTwo(integer(1, 29))}`
  const decimal = (to: number, digits: number): string => (random() * to).toFixed(digits)
  const first = ['Ana', 'Bjarne', 'Chidi', 'Dora', 'Emil', 'Fatima', 'Goran', 'Hana', 'Ivo', 'Jun']
  const last = ['Okafor', 'Lindqvist', 'Moreau', 'Tanaka', 'Novak', 'Silva', 'Weber', 'Rossi']
  const towns = ['Lund', 'Porto', 'Graz', 'Leiden', 'Turku', 'Bergen', 'Ghent', 'Trieste']
  const things = ['valve', 'bearing', 'gasket', 'shaft', 'bolt, hexagonal', 'pipe 3/4', 'sensor', 'cable, shielded']
  const opinions = [
    'It was fine, thank you.',
    'Too slow, and too dear.',
    'Would come again',
    'No comment',
    'Clean, quiet rooms.',
  ]
  const table = (header: string[], row: (index: number) => (string | number)[]): string[][] => [
    header,
    ...Array.from({ length: ownRows - 1 }, (_, index) => row(index).map(String)),
  ]
  return [
    table(['person_id', 'given', 'family', 'born', 'town'], (i) => [
      5000 + i,
      pick(first),
      pick(last),
      day(),
      pick(towns),
    ]),
    table(['station', 'measured at', 'temperature', 'humidity', 'wind'], (i) => [
      `S${padToTwo(i % 7)}`,
      `${day()} ${padToTwo(integer(0, 24))}:30`,
      decimal(35, 1),
      integer(20, 100),
      decimal(20, 2),
    ]),
    table(['Part No', 'Description', 'In stock', 'Unit price', 'Shelf'], (i) => [
      `P-${1000 + i * 3}`,
      pick(things),
      integer(0, 900),
      decimal(300, 2),
      `${pick(['A', 'B', 'C'])}${integer(1, 60)}`,
    ]),
    table(['name', 'latitude', 'longitude', 'elevation'], (i) => [
      `${pick(towns)} ${i}`,
      decimal(70, 5),
      decimal(30, 5),
      integer(0, 2500),
    ]),
    table(['respondent', 'age', 'answer', 'remark'], (i) => [
      `R${i}`,
      integer(18, 90),
      pick(['agree', 'disagree', 'undecided']),
      pick(opinions),
    ]),
    table(['Home', 'Away', 'Date', 'Home goals', 'Away goals', 'Spectators'], () => [
      pick(towns),
      pick(towns),
      day(),
      integer(0, 6),
      integer(0, 6),
      integer(100, 40000),
    ]),
    table(['time', 'level', 'service', 'ms', 'message'], (i) => [
      `2023-05-04T10:${padToTwo(i)}:${padToTwo(integer(0, 60))}Z`,
      pick(['INFO', 'WARN', 'ERROR']),
      pick(['auth', 'billing', 'search']),
      integer(1, 5000),
      pick(['started', 'took too long, retried', 'done', 'refused']),
    ]),
    table(['Department', 'Supplier', 'Amount', 'Paid on', 'Reference'], () => [
      pick(['Health', 'Transport', 'Culture']),
      `${pick(last)} & ${pick(last)} Ltd`,
      `£${decimal(9000, 2)}`,
      `${padToTwo(integer(1, 29))}/${padToTwo(integer(1, 13))}/2012`,
      `INV${integer(10000, 99999)}`,
    ]),
    table(['species', 'plot', 'count', 'cover %', 'observer', 'notes'], () => [
      `${pick(['Quercus', 'Fagus', 'Betula', 'Acer'])} ${pick(['robur', 'sylvatica', 'pendula'])}`,
      integer(1, 12),
      integer(0, 80),
      decimal(100, 1),
      pick(first),
      pick(['', '', 'damaged, fenced', 'new']),
    ]),
    table(['isbn', 'title', 'author', 'year', 'pages'], (i) => [
      `978-${integer(100, 999)}-${integer(1000, 9999)}`,
      `${pick(['The', 'A'])} ${pick(['silent', 'green', 'last'])} ${pick(['river', 'house', 'letter'])}, part ${i}`,
      `${pick(last)}, ${pick(first)}`,
      integer(1950, 2020),
      integer(80, 900),
    ]),
  ]
}

/** Creates a generator of pseudorandom numbers in [0, 1) (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
