import type { JSX } from "preact"
import type { PostSummary } from "../api/types.ts"
import { useTexts } from "../language/context.tsx"
import { Avatar } from "../parts/avatar.tsx"
import { Icon, type IconName } from "../parts/icons.tsx"
import { Tags } from "../parts/tags.tsx"
import { Time } from "../parts/time.tsx"
import { postPathOf } from "../router/routes.ts"
import { HiddenMark } from "./hide.tsx"

/** One post in the list. The whole plank can be clicked, but only the title is the link. */
export function Row({ post }: { readonly post: PostSummary }): JSX.Element {
  const texts = useTexts()
  return (
    <li class="row">
      <Avatar of={post.author} />
      <div class="row-text">
        <h2>
          <a href={postPathOf(post.id)}>{post.title}</a>
        </h2>
        <p class="meta">
          <span class="name">{post.author.nickname}</span>
          <Time at={post.createdAt} />
          {post.hidden && <HiddenMark />}
        </p>
        <Tags tags={post.tags} label={texts.post.tags} />
      </div>
      <p class="counts">
        <Count icon="talk" amount={post.commentCount} label={texts.list.comments(post.commentCount)} />
        <Count icon="heart" amount={post.likeCount} label={texts.list.likes(post.likeCount)} />
      </p>
    </li>
  )
}

interface CountProps {
  readonly icon: IconName
  readonly amount: number
  readonly label: string
}

function Count({ icon, amount, label }: CountProps): JSX.Element {
  return (
    <span class={amount === 0 ? "count count-none" : "count"} title={label}>
      <Icon name={icon} />
      <span aria-hidden="true">{amount}</span>
      <span class="hidden">{label}</span>
    </span>
  )
}
