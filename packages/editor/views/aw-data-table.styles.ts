import { css } from 'lit'
import { alignedDecimalsStyles } from './align-decimals.ts'
import { cellsStyles } from './table/cells/table-cells.styles.ts'
import { detailStyles } from './table/cells/table-detail.styles.ts'
import { popoverStyles } from './table/table-popover.styles.ts'
import { toolbarStyles } from './table/table-toolbar.styles.ts'

const layoutStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
    background: var(--_surface);
    contain: strict;
    container-type: inline-size;
  }

  .scroller {
    position: relative;
    flex: 1;
    min-height: 0;
    overflow: auto;
    overflow-anchor: none;
    direction: ltr;
    outline-offset: -2px;
    scrollbar-color: color-mix(in srgb, var(--_muted) 55%, transparent) transparent;
  }

  .sizer {
    position: relative;
    min-width: 100%;
  }

  .cell-editor {
    position: absolute;
    z-index: 1;
    min-width: calc(160 * var(--_px));
    padding: 0 10px;
    border: 2px solid var(--_accent);
    border-radius: 2px;
    background: var(--_raised);
    color: var(--_text);
  }

  .main {
    display: flex;
    flex: 1;
    min-height: 0;
    min-width: 0;
  }

  .main .scroller {
    min-width: 0;
  }

  .note {
    position: absolute;
    inset: 40px 0 0;
    display: grid;
    place-content: center;
    padding: var(--_space-16);
    text-align: center;
    color: var(--_muted);
    /* Covers the empty rows of a table whose cells are not available. */
    background: var(--_surface);
    pointer-events: none;
  }

  @container (max-width: 520px) {
    .main {
      flex-direction: column;
    }
  }
`

/** Styles of the table and its parts. */
export const styles = [layoutStyles, cellsStyles, alignedDecimalsStyles, toolbarStyles, detailStyles, popoverStyles]
