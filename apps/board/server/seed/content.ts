/** Somebody of the demo; everybody's password is `password`. */
export interface Person {
  readonly nickname: string
  readonly email: string
  readonly language: "ko" | "en"
  readonly role?: "admin"
}

export const people: readonly Person[] = [
  { nickname: "미나", email: "mina@example.com", language: "ko", role: "admin" },
  { nickname: "Clara", email: "clara@example.com", language: "en" },
  { nickname: "도윤", email: "doyun@example.com", language: "ko" },
  { nickname: "Sam", email: "sam@example.com", language: "en" },
  { nickname: "서연", email: "seoyeon@example.com", language: "ko" },
  { nickname: "haru", email: "haru@example.com", language: "ko" },
  { nickname: "Ines", email: "ines@example.com", language: "en" },
  { nickname: "Theo", email: "theo@example.com", language: "en" },
]

export interface Topic {
  readonly title: string
  readonly body: string
  readonly tags: readonly string[]
}

export const topics: Readonly<Record<Person["language"], readonly Topic[]>> = {
  ko: [
    {
      title: "첫눈이 왔어요",
      body: "출근길에 창밖을 보니 눈이 내리고 있었어요. 다들 조심히 다니세요.",
      tags: ["날씨"],
    },
    {
      title: "동네 도서관이 새로 열었대요. 같이 가실 분?",
      body: "토요일 오후 두 시쯤 어떠세요. 삼 층 창가 자리가 좋다고 합니다.",
      tags: ["모임", "책"],
    },
    {
      title: "자전거 길이 끝나는 곳까지 가 봤습니다",
      body: "왕복 42km였고, 끝에는 작은 국숫집이 있었어요.\n\n바람이 도와준 날이었습니다.",
      tags: ["자전거"],
    },
    {
      title: "집에서 키우기 쉬운 허브가 뭘까요",
      body: "창이 북쪽이라 햇빛이 적습니다. 바질은 두 번 실패했어요.",
      tags: ["식물", "질문"],
    },
    { title: "요즘 읽는 책", body: "짧은 단편집을 하루에 하나씩 읽고 있어요. 추천도 받습니다.", tags: ["책"] },
    {
      title: "김치볶음밥을 맛있게 하는 법",
      body: "신김치를 먼저 오래 볶고, 밥은 식은 밥으로. 마지막에 들기름 한 숟갈.",
      tags: ["요리"],
    },
    {
      title: "고양이가 키보드를 좋아합니다",
      body: "일할 때마다 올라와요. 어떻게 하면 다른 곳을 좋아하게 될까요?",
      tags: ["고양이", "질문"],
    },
    { title: "주말 시장에서 산 것들", body: "사과 한 봉지, 무 두 개, 그리고 계획에 없던 의자 하나.", tags: ["시장"] },
  ],
  en: [
    {
      title: "What do you grow on a north-facing balcony?",
      body: "Two basil plants have given up on me. The mint, of course, is taking over.",
      tags: ["garden", "question"],
    },
    {
      title: "A short note on sourdough and patience",
      body: "The third loaf finally worked. What changed was not the flour but the waiting.",
      tags: ["bread"],
    },
    {
      title: "Does anybody repair radios?",
      body: "It is from 1968 and hums when the kettle is on. I would rather mend it than replace it.",
      tags: ["repair", "question"],
    },
    {
      title: "Sunday run along the river",
      body: "Slow pace, eight kilometres, coffee behind the bridge. Everybody is welcome.",
      tags: ["running", "meetup"],
    },
    {
      title: "The library has a seed exchange now",
      body: "Bring what you have left, take what you want to try. The drawer is next to the atlases.",
      tags: ["garden", "books"],
    },
    {
      title: "Learning Korean, week six",
      body: "I can read every shop sign on the street and understand about four of them.",
      tags: ["language"],
    },
    {
      title: "Found: one green glove",
      body: "It waits for its owner on the fence by the playground.",
      tags: ["found"],
    },
    {
      title: "Which night train would you take?",
      body: "We have five days in spring and no plan yet.",
      tags: ["travel", "question"],
    },
  ],
}

export const remarks: Readonly<Record<Person["language"], readonly string[]>> = {
  ko: [
    "좋은 글 고마워요.",
    "저도 그렇게 생각해요!",
    "다음에는 같이 가요.",
    "사진도 보고 싶어요.",
    "덕분에 웃었습니다.",
  ],
  en: [
    "Thank you for this.",
    "I would join.",
    "That made my morning.",
    "Same here, and I never found out why.",
    "Do you have a picture?",
  ],
}

/** Where a topic comes up again: the board has more posts than topics. */
export const places: Readonly<Record<Person["language"], readonly string[]>> = {
  ko: ["망원동", "전주", "제주", "춘천", "통영", "성수동", "강릉", "안동", "광주", "부산", "여수", "대전", "수원"],
  en: [
    "Lisbon",
    "Ghent",
    "Turku",
    "Leeds",
    "Porto",
    "Basel",
    "Bergen",
    "Utrecht",
    "Graz",
    "Cork",
    "Riga",
    "Nantes",
    "Bath",
  ],
}
