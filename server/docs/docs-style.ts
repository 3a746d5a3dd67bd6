/** Style sheet for the documentation pages, with system fonts and colors for light and dark mode. */
export const docsStyle = `
:root { color-scheme: light dark; background: Canvas; color: CanvasText; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem 1.5rem 4rem; }
nav ul { columns: 14rem; padding-left: 1.2rem; }
h2 { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); margin-top: 2.5rem; padding-top: 1rem; }
details { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 6px; margin: .5rem 0; }
summary { cursor: pointer; padding: .5rem .75rem; }
summary:focus-visible { outline: 2px solid Highlight; }
details > div { padding: 0 .75rem .75rem; }
code, pre { font: .875rem/1.45 ui-monospace, monospace; }
pre { background: color-mix(in srgb, currentColor 7%, transparent); border-radius: 4px; overflow: auto; padding: .75rem; }
.method { display: inline-block; font-weight: 700; min-width: 4.5rem; }
.summary { opacity: .8; padding-left: .5rem; }
blockquote { border-inline-start: 3px solid color-mix(in srgb, currentColor 25%, transparent); margin: .5rem 0; padding-inline-start: .75rem; }
article:target { background: color-mix(in srgb, Highlight 12%, transparent); }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); padding: .3rem .5rem; text-align: start; vertical-align: top; }
`
