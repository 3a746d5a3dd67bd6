import { css } from 'lit'

/** Shared dialog styles: confirmations, keyboard shortcuts and plans. @internal */
export const dialogStyles = css`
  dialog {
    width: min(calc(440 * var(--_px)), calc(100% - 32px));
    padding: 20px;
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow-high);
  }

  dialog::backdrop {
    background: rgb(0 0 0 / 0.35);
  }

  dialog h2 {
    margin-bottom: 6px;
    font-size: var(--_type-16);
  }

  dialog .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: var(--_space-8);
    margin-top: 20px;
  }

  dialog.keys {
    width: min(calc(560 * var(--_px)), calc(100% - 32px));
    height: min(calc(640 * var(--_px)), calc(100% - 32px));
    padding: 0;
    overflow: hidden;
  }
  dialog.keys[open] {
    display: flex;
    flex-direction: column;
  }
  dialog.keys aw-key-form {
    flex: 1;
  }
  .keys-bar {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding-block: var(--_space-12) 0;
    padding-inline: var(--_space-16) var(--_space-12);
  }
  dialog.plan {
    width: min(max(calc(1480 * var(--_px)), 66%), calc(100% - 48px));
    height: calc(100% - 48px);
    max-width: none;
    max-height: none;
    padding: 0;
    overflow: hidden;
  }

  dialog.plan[open] {
    display: flex;
    flex-direction: column;
  }

  dialog.plan aw-plan,
  dialog.plan aw-load-plan {
    flex: 1;
    height: auto;
    min-height: 0;
  }

  .plan-bar {
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--_space-12);
    min-height: calc(44 * var(--_px));
    padding-block: var(--_space-4);
    padding-inline: var(--_space-16) var(--_space-8);
    border-bottom: 1px solid var(--_border);
  }

  .plan-bar h2 {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    font-size: var(--_type-13);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .plan-bar .ask {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-8);
  }

  .plan-bar .warn {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }

  @media (max-width: 640px) {
    dialog.plan {
      width: 100%;
      height: 100%;
      border: 0;
      border-radius: 0;
    }
  }
`
