import { gzipSync, strToU8, zipSync, type Zippable } from 'fflate'
import type { HostileKind } from './hostile-file.ts'
import type { Random } from './random.ts'

const table = 'id,name\n1,a\n2,b\n3,c\n'
const zip = (files: Zippable): Uint8Array => zipSync(files, { level: 6 })

/** Changes some bytes, and may truncate. */
export function damage(random: Random, original: Uint8Array): Uint8Array {
  const bytes = original.slice(0, random.chance(0.5) ? original.length : random.int(1, original.length))
  for (let remaining = random.int(0, 12); remaining > 0; remaining--)
    bytes[random.int(0, bytes.length - 1)] = random.int(0, 255)
  return bytes
}

/** A gzip of many zeros in little memory: consecutive members form one file. */
function gzipBomb(megabytes: number): Uint8Array {
  const member = gzipSync(new Uint8Array(16 * 2 ** 20), { level: 9 })
  const members = Math.ceil(megabytes / 16)
  const bomb = new Uint8Array(member.length * members)
  for (let at = 0; at < members; at++) bomb.set(member, at * member.length)
  return bomb
}

/** Overwrites bytes at `offset` after each occurrence of `mark`. */
function overwrite(
  original: Uint8Array,
  signature: readonly number[],
  offset: number,
  bytes: readonly number[],
): Uint8Array {
  const changed = original.slice()
  for (let at = 0; at + offset + bytes.length <= changed.length; at++)
    if (signature.every((byte, index) => original[at + index] === byte)) changed.set(bytes, at + offset)
  return changed
}

const localSignature = [0x50, 0x4b, 3, 4]
const centralSignature = [0x50, 0x4b, 1, 2]
const twoGigabytes = [0xff, 0xff, 0xff, 0x7f]

const ods = (rows: string): Uint8Array =>
  zipSync({
    mimetype: [strToU8('application/vnd.oasis.opendocument.spreadsheet'), { level: 0 }],
    'content.xml': strToU8(
      `<?xml version="1.0"?><o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:spreadsheet><table:table table:name="One">${rows}</table:table></o:spreadsheet></o:body></o:document-content>`,
    ),
  })

const sheet = (rows: string): Zippable => ({
  '[Content_Types].xml': strToU8(
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
  ),
  '_rels/.rels': strToU8(
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
  ),
  'xl/workbook.xml': strToU8(
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="__proto__" sheetId="1" r:id="r1"/></sheets></workbook>',
  ),
  'xl/_rels/workbook.xml.rels': strToU8(
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
  ),
  'xl/worksheets/sheet1.xml': strToU8(
    `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>${rows}</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`,
  ),
})

export const hostilePacked: HostileKind[] = [
  { name: 'gzip damaged', make: ({ random }) => damage(random, gzipSync(strToU8(table.repeat(200)))) },
  {
    name: 'gzip with more behind it',
    make: ({ random }) => Uint8Array.from([...gzipSync(strToU8(table)), ...random.bytes(200)]),
  },
  {
    name: 'gzip in gzip in gzip',
    make: ({ random }) => {
      let bytes: Uint8Array = strToU8(table)
      for (let depth = random.int(2, 40); depth > 0; depth--) bytes = gzipSync(bytes)
      return bytes
    },
  },
  { name: 'gzip bomb', once: true, make: ({ large }) => gzipBomb(large * 100) },
  {
    name: 'zip damaged',
    make: ({ random }) => damage(random, zip({ 'a.csv': strToU8(table.repeat(50)), 'b.json': strToU8('[{"a":1}]') })),
  },
  {
    name: 'zip of hostile names',
    // The library that writes the archive fails on the name itself.
    make: ({ random }) =>
      overwrite(
        zip(
          Object.fromEntries(
            Array.from({ length: 6 }, (_, at) => [
              random.pick([
                '../../../etc/passwd',
                '/etc/shadow',
                'C:\\windows\\x.csv',
                'a\0b.csv',
                '__PROTO__',
                'constructor.csv',
                '.',
                '..',
                'x'.repeat(2_000),
                ' ',
              ]) + (random.chance(0.5) ? at : ''),
              strToU8(table),
            ]),
          ),
        ),
        [...strToU8('__PROTO__')],
        0,
        [...strToU8('__proto__')],
      ),
  },
  { name: 'zip of nothing', make: () => zip({}) },
  {
    name: 'zip of zips',
    make: ({ random }) => {
      let bytes = zip({ 'a.csv': strToU8(table) })
      for (let depth = random.int(1, 30); depth > 0; depth--) bytes = zip({ 'a.zip': bytes })
      return bytes
    },
  },
  {
    name: 'zip bomb',
    once: true,
    make: ({ large }) => zip({ 'a.csv': gzipBomb(large * 10), 'b.csv': new Uint8Array(large * 10 * 2 ** 20) }),
  },
  {
    name: 'zip of very many entries',
    once: true,
    make: () => zip(Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`${at}.csv`, strToU8(table)]))),
  },
  {
    name: 'workbook that claims to be vast',
    make: ({ random }) =>
      zip(
        sheet(
          Array.from(
            { length: 20 },
            () =>
              `<row r="${random.pick(['1', '1048576', '0', '-1', 'x', '99999999999'])}"><c r="${random.pick(['A1', 'XFD1048576', 'ZZZZ1', '1', ''])}" t="${random.pick(['s', 'n', 'str', 'inlineStr', 'e', 'b', 'd', 'zz'])}"><v>${random.pick(['1', '999999999', 'x', ''])}</v></c></row>`,
          ).join(''),
        ),
      ),
  },
  {
    name: 'workbook bomb',
    once: true,
    // A JavaScript string has at most about 500 MB.
    make: ({ large }) =>
      zip(sheet(`<row r="1"><c r="A1" t="str"><v>${' '.repeat(Math.min(large * 10, 400) * 2 ** 20)}</v></c></row>`)),
  },
  {
    name: 'workbook of laughs',
    make: () =>
      zip({
        ...sheet(''),
        'xl/worksheets/sheet1.xml': strToU8(
          '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>',
        ),
      }),
  },
  {
    name: 'gzip with a false size',
    make: ({ random }) => {
      const bytes = gzipSync(strToU8(table.repeat(50)))
      bytes.set(random.pick([twoGigabytes, [0, 0, 0, 0], [1, 0, 0, 0]]), bytes.length - 4)
      return bytes
    },
  },
  {
    name: 'zip with sizes of two gigabytes',
    make: ({ random }) => {
      const original = zip({ 'a.csv': strToU8(table.repeat(50)) })
      return overwrite(original, centralSignature, random.pick([20, 24]), twoGigabytes)
    },
  },
  {
    name: 'zip whose entries are one',
    make: () =>
      overwrite(
        zip(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`${at}.csv`, strToU8(table.repeat(20))]))),
        centralSignature,
        42,
        [0, 0, 0, 0],
      ),
  },
  {
    name: 'zip that says it is encrypted',
    make: () =>
      overwrite(overwrite(zip({ 'a.csv': strToU8(table) }), localSignature, 6, [1, 0]), centralSignature, 8, [1, 0]),
  },
  {
    name: 'workbook with missing texts',
    make: ({ random }) =>
      zip(
        sheet(
          Array.from(
            { length: 20 },
            (_, at) =>
              `<row r="${at + 1}"><c r="A${at + 1}" t="s"><v>${random.pick(['0', '-1', '4294967296', '1.5', 'x', ''])}</v></c><c r="B${at + 1}"><v>${at}</v></c></row>`,
          ).join(''),
        ),
      ),
  },
  {
    name: 'OpenDocument sheet of endless repeats',
    make: ({ random }) => {
      const times = random.pick(['1000000', '1048576', '999999999', '-1', 'x'])
      const cell = `<table:table-cell table:number-columns-repeated="${random.pick(['1', '1000', times])}"><text:p>a</text:p></table:table-cell>`
      return ods(`<table:table-row table:number-rows-repeated="${times}">${cell}</table:table-row>`.repeat(3))
    },
  },
  {
    name: 'workbook damaged',
    make: ({ random }) => damage(random, zip(sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))),
  },
]
