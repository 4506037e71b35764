/** What the board tells everybody now. Another id is another notice, for those too who have put one away. */
export const notice = {
  id: "demo",
  text: {
    en: "This board is a demo: what you write here may be cleared away at any time.",
    ko: "이 게시판은 시연용이에요. 여기에 쓴 글은 언제든지 지워질 수 있어요.",
  },
}
