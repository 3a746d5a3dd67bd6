import { comma, day, districts, firms, grouped, marked, measured, pick, rows, two, type Layout } from './layout.ts'

const euro = (seed: number, least: number, most: number): string => {
  const [whole = '', rest = ''] = measured(seed, least, most, 2).split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, '.')},${rest}`
}

/** Banks, books, budgets, prices, and what business software lists. */
export const money: Layout[] = [
  {
    name: 'list of a business program: bars at the edges, rules above and below the names and at the end',
    columns: 4,
    names: ['Document', 'Pstng Date', 'Vendor', 'Amount'],
    lines: [
      ...marked(`
P 04.03.2019                     Dynamic List Display                          1
P -----------------------------------------------------------
H |Document  |Pstng Date|Vendor              |       Amount|
H -----------------------------------------------------------
`),
      ...rows(
        15,
        (i) =>
          `|19000${two(i)}   |${two(i + 1)}.02.2019|${pick(districts, i).padEnd(20)}|${euro(i, 10, 99999).padStart(13)}|`,
      ),
      'N -----------------------------------------------------------',
    ],
  },
  {
    name: 'list of a business program: tabs in front, title, blank lines around the names, stars for the sum',
    columns: 5,
    lines: [
      ...marked(`
P 04.03.2019			Line Items			1
B
P Company Code 1000
B
H 	Cost Elem.	Name	Val/COArea Crcy	Quantity
B
`),
      ...rows(
        14,
        (i) =>
          `\t4${measured(i, 10000, 99999)}\t${pick(['Travel', 'Energy', 'Repairs'], i)}\t${euro(i, 10, 9999)}\t${comma(measured(i, 1, 90, 3))}`,
      ),
      ...marked(`
B
N *			123.456,78	
`),
    ],
  },
  {
    name: 'list of a business program: rules and names again on each page',
    columns: 3,
    lines: [
      ...marked(`
P ---------------------------------------
H | Material | Plant | Unrestricted     |
H ---------------------------------------
`),
      ...rows(8, (i) => `| ${100200 + i}   | 10${two(i % 3)}  | ${measured(i, 1, 999, 3).padStart(16)} |`),
      ...marked(`
R ---------------------------------------
R | Material | Plant | Unrestricted     |
R ---------------------------------------
`),
      ...rows(8, (i) => `| ${100300 + i}   | 10${two(i % 3)}  | ${measured(i + 30, 1, 999, 3).padStart(16)} |`),
      'N ---------------------------------------',
    ],
  },
  {
    name: 'bank: account, period and balance in quotes, all lines end in a delimiter',
    columns: 6,
    lines: [
      ...marked(`
P "Kontonummer:";"DE12345678901234567890 / Girokonto";
B
P "Von:";"01.01.2019";
P "Bis:";"30.01.2019";
P "Kontostand vom 30.01.2019:";"1.234,56 EUR";
B
H "Buchungstag";"Wertstellung";"Buchungstext";"Auftraggeber / Begünstigter";"Verwendungszweck";"Betrag (EUR)";
`),
      ...rows(
        12,
        (i) =>
          `"${two(28 - i)}.01.2019";"${two(28 - i)}.01.2019";"${pick(['Lastschrift', 'Überweisung', 'Gutschrift'], i)}";"${pick(firms, i)}";"Rechnung ${measured(i, 1000, 9999)}";"${i % 3 ? '-' : ''}${euro(i, 1, 2000)}";`,
      ),
    ],
  },
  {
    name: 'bank: several blocks above, an explanation, header with repeated currency',
    columns: 7,
    lines: [
      ...marked(`
P Umsatzanzeige;Datei erstellt am: 04.03.2019 10:11
P ;Letztes Update: aktuell
B
P IBAN;DE12 3456 7890 1234 5678 90
P Kontoname;Girokonto
P Bank;Bank
P Kunde;Berta Lund
P Zeitraum;01.02.2019 - 04.03.2019
P Saldo;1.234,56;EUR
B
P Sortierung;Datum absteigend
B
P In der CSV-Datei finden Sie alle bereits gebuchten Umsätze. Die vorgemerkten Umsätze werden nicht aufgenommen.
B
H Buchung;Valuta;Auftraggeber/Empfänger;Buchungstext;Saldo;Währung;Betrag
`),
      ...rows(
        12,
        (i) =>
          `${two(28 - i)}.02.2019;${two(28 - i)}.02.2019;${pick(districts, i)} GmbH;${pick(['Lastschrift', 'Gehalt'], i)};${euro(i + 40, 100, 3000)};EUR;${i % 3 ? '-' : ''}${euro(i, 1, 900)}`,
      ),
    ],
  },
  {
    name: 'bank: blank first line, period and new balance, old balance below',
    columns: 5,
    lines: [
      ...marked(`
P ;
P "Umsätze Girokonto";"Zeitraum: 180 Tage";
P "Neuer Kontostand";"1.234,56 EUR";
B
H "Buchungstag";"Wertstellung (Valuta)";"Vorgang";"Buchungstext";"Umsatz in EUR";
`),
      ...rows(
        10,
        (i) =>
          `"${two(20 - i)}.02.2019";"${two(20 - i)}.02.2019";"${pick(['Lastschrift', 'Übertrag'], i)}";" Auftraggeber: ${pick(districts, i)} Buchungstext: Ref ${measured(i, 1e5, 9e5)}";"-${euro(i, 1, 900)}";`,
      ),
      ...marked(`
B
N "Alter Kontostand";"2.345,67 EUR";
`),
    ],
  },
  {
    name: 'bank: Swiss, pairs with a colon, then names, disclaimer below',
    columns: 6,
    lines: [
      ...marked(`
P Datum von:;2019-01-01
P Datum bis:;2019-02-01
P Buchungsart:;Alle
P Konto:;CH1234567890123456789
P Währung:;CHF
H Buchungsdatum;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF;Valuta;Saldo in CHF
`),
      ...rows(
        12,
        (i) =>
          `2019-01-${two(28 - i)};"${pick(['KAUF/DIENSTLEISTUNG VOM', 'GIRO AUS KONTO', 'LASTSCHRIFT'], i)} ${pick(districts, i)}";${i % 3 ? '' : measured(i, 10, 900, 2)};${i % 3 ? `-${measured(i, 10, 900, 2)}` : ''};2019-01-${two(28 - i)};${i % 4 ? '' : measured(i, 100, 9000, 2)}`,
      ),
      ...marked(`
B
N Disclaimer:
N Dies ist kein durch die Bank erstelltes Dokument. Die Bank ist nicht verantwortlich für den Inhalt.
`),
    ],
  },
  {
    name: 'bank: British, account and balances with pounds, blank, names in quotes',
    columns: 6,
    lines: [
      ...marked(`
P "Account Name:","Current Account ****12345"
P "Account Balance:","£1,234.56"
P "Available Balance: ","£1,734.56"
B
H "Date","Transaction type","Description","Paid out","Paid in","Balance"
`),
      ...rows(
        10,
        (i) =>
          `"${two(i + 1)} Mar 2019","${pick(['Direct debit', 'Visa purchase', 'Bank credit'], i)}","${pick(firms, i)}","${i % 3 === 2 ? '' : `£${measured(i, 1, 99, 2)}`}","${i % 3 === 2 ? `£${measured(i, 100, 999, 2)}` : ''}","£1,${measured(i, 100, 999, 2)}"`,
      ),
    ],
  },
  {
    name: 'bank: American, a summary of balances above the transactions, the opening balance the first of them',
    columns: 4,
    lines: [
      ...marked(`
P Description,,Summary Amt.
P Beginning balance as of 01/01/2019,,"1,234.56"
P Total credits,,"2,000.00"
P Total debits,,"-1,500.10"
P Ending balance as of 01/31/2019,,"1,734.46"
B
H Date,Description,Amount,Running Bal.
R 01/01/2019,Beginning balance as of 01/01/2019,,"1,234.56"
`),
      ...rows(
        12,
        (i) =>
          `01/${two(i + 3)}/2019,"${pick(firms, i).toUpperCase()} DES:PAYMENT ID:${measured(i, 1000, 9999)}","${i % 3 ? '-' : ''}${measured(i, 1, 900, 2)}","1,${measured(i, 100, 999, 2)}"`,
      ),
    ],
  },
  {
    name: 'bank: Dutch transactions without names, tabs, decimal commas',
    columns: 8,
    lines: rows(
      14,
      (i) =>
        `123456789\tEUR\t201902${two(i + 1)}\t${comma(measured(i, 100, 900, 2))}\t${comma(measured(i + 3, 100, 900, 2))}\t201902${two(i + 1)}\t-${comma(measured(i, 1, 90, 2))}\tBEA   NR:${measured(i, 1e5, 9e5)} ${pick(districts, i)}`,
    ),
  },
  {
    name: 'card: dates, amounts and shops without names',
    columns: 5,
    lines: rows(
      12,
      (i) =>
        `${two(i + 1)}/03/2019,Reference: AT${measured(i, 1e8, 9e8)}, ${measured(i, 1, 200, 2)},${pick(districts, i).toUpperCase()} STORES, Process Date ${two(i + 2)}/03/2019`,
    ),
  },
  {
    name: 'broker: positions, blank lines in front, disclaimers in quotes and a download date below',
    columns: 6,
    lines: [
      ...marked(`
B
B
H Account Name/Number,Symbol,Description,Quantity,Last Price,Current Value
`),
      ...rows(
        8,
        (i) =>
          `X1234567${i},${pick(['AAB', 'CDE', 'FGHX'], i)},${pick(['INDEX FUND', 'GOLD TRUST', 'CASH RESERVES'], i)},${measured(i, 1, 300, 3)},$${measured(i, 10, 90, 2)},"$${grouped(measured(i, 1000, 90000))}.12"`,
      ),
      ...marked(`
B
B
N "The data and information in this spreadsheet is provided to you solely for your use, and is not for distribution."
B
N "Brokerage services are provided by a broker, member of the usual funds."
B
N Date downloaded 03/04/2019 10:11 AM ET
`),
    ],
  },
  {
    name: 'broker: positions of an account told in a sentence in quotes, total below',
    columns: 5,
    lines: [
      ...marked(`
P "Positions for account Individual XXXX-1234 as of 10:11 AM ET, 03/04/2019"
B
H "Symbol","Description","Quantity","Price","Market Value"
`),
      ...rows(
        9,
        (i) =>
          `"${pick(['AAB', 'CDE', 'FGH', 'XYZ'], i)}${i}","${pick(firms, i)}","${measured(i, 1, 300)}","$${measured(i, 10, 90, 2)}","$${measured(i, 100, 999, 2)}"`,
      ),
      'N "Account Total","--","--","--","$5,123.45"',
    ],
  },
  {
    name: 'broker: few funds above, three blank lines, many transactions below',
    columns: 6,
    lines: [
      ...marked(`
O Account Number,Investment Name,Symbol,Shares,Share Price,Total Value,
O 12345678,Total Market Index,VTSAX,101.23,71.20,7207.58,
O 12345678,Settlement Fund,VMFXX,1203.11,1.00,1203.11,
B
B
B
H Account Number,Trade Date,Transaction Type,Investment Name,Shares,Net Amount,
`),
      ...rows(
        20,
        (i) =>
          `12345678,2019-02-${two(i + 1)},${pick(['Buy', 'Dividend', 'Reinvestment'], i)},Total Market Index,${measured(i, 1, 20, 4)},${measured(i, 10, 900, 2)},`,
      ),
    ],
  },
  {
    name: 'central bank: terms, series explained, observations behind words that stand alone',
    columns: 3,
    lines: [
      ...marked(`
P "TERMS AND CONDITIONS"
P "https://example.org/terms"
B
P "NAME"
P "Daily exchange rates"
B
P "SERIES"
P "id","label","description"
P "FXAUDCAD","AUD/CAD","Australian dollar to Canadian dollar daily exchange rate"
P "FXUSDCAD","USD/CAD","US dollar to Canadian dollar daily exchange rate"
B
P "OBSERVATIONS"
H "date","FXAUDCAD","FXUSDCAD"
`),
      ...rows(30, (i) => `"${day(i)}","${measured(i, 0.9, 1, 4)}","${measured(i, 1.2, 1.4, 4)}"`),
    ],
  },
  {
    name: 'central bank: id of the cube and date of publishing, then values in one column',
    columns: 3,
    names: ['Date', 'D0', 'Value'],
    lines: [
      ...marked(`
P "CubeId";"zimoma"
P "PublishingDate";"2020-01-15 14:30"
B
H "Date";"D0";"Value"
`),
      ...rows(
        24,
        (i) =>
          `"${2018 + Math.floor(i / 12)}-${two((i % 12) + 1)}";"${i % 2 ? 'SARON' : '1TGT'}";"${i % 5 ? measured(i, -1, 0, 4) : ''}"`,
      ),
    ],
  },
  {
    name: 'prices: catalogue, section headings among the articles, a title, valid from',
    columns: 4,
    lines: [
      ...marked(`
P PRICE LIST 2019,,,
P Valid from 1 January 2019. All prices exclude VAT.,,,
B ,,,
H Art. no.,Description,Unit,Price
R FASTENERS,,,
`),
      ...rows(6, (i) => `10${measured(i, 100, 999)},"Screw ${i + 3} x 20 mm, zinc",100 pcs,${measured(i, 1, 9, 2)}`),
      'R TOOLS,,,',
      ...rows(6, (i) => `20${measured(i, 100, 999)},Hammer ${i * 100 + 200} g,each,${measured(i, 5, 30, 2)}`),
    ],
  },
  {
    name: 'accounts: booking batch, a line of facts of other length above the names',
    lines: [
      ...marked(`
P "EXTF";700;21;"Buchungsstapel";12;20190304101112000;;"RE";"";"";1001;1;20190101;4;20190101;20190131;"Januar"
H Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;Konto;Gegenkonto (ohne BU-Schlüssel);Belegdatum;Belegfeld 1;Buchungstext
`),
      ...rows(
        15,
        (i) =>
          `${comma(measured(i, 10, 900, 2))};"${i % 2 ? 'S' : 'H'}";${measured(i, 4000, 8999)};${measured(i + 5, 10000, 70000)};${two(i + 1)}01;"RE${1000 + i}";"${pick(firms, i)}"`,
      ),
    ],
  },
]
