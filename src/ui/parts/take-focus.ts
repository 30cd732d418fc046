/** For `{@attach}`: the element has the focus as soon as it is there. */
export function takeFocus(element: HTMLElement): void {
  element.focus()
}
