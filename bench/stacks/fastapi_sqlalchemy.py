# FastAPI with SQLAlchemy's ORM, on uvicorn (https://fastapi.tiangolo.com/tutorial/sql-databases/).
import base64
import datetime
import hashlib
import json
import os
import socket

import uvicorn
from fastapi import Cookie, Depends, FastAPI, HTTPException
from pydantic import BaseModel, StrictStr, conlist, constr
from sqlalchemy import Column, ForeignKey, Integer, Text, TypeDecorator, create_engine, event, text
from sqlalchemy.orm import Session, contains_eager, declarative_base, relationship, sessionmaker

engine = create_engine(f"sqlite:///{os.environ['DATABASE_FILE']}", connect_args={"check_same_thread": False})
SessionLocal = sessionmaker(autocommit=False, autoflush=False, bind=engine)
Base = declarative_base()


@event.listens_for(engine, "connect")
def make_durable(connection, _):
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}")


def iso(value):
    """The text that the database and the answers have: milliseconds in UTC."""
    return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03d}Z"


class IsoDate(TypeDecorator):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else iso(value)

    def process_result_value(self, value, dialect):
        return None if value is None else datetime.datetime.fromisoformat(value)


class JsonText(TypeDecorator):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return json.dumps(value)

    def process_result_value(self, value, dialect):
        return json.loads(value)


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(Text, nullable=False)
    email = Column(Text, nullable=False, unique=True)
    created_at = Column(IsoDate, nullable=False)


class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    title = Column(Text, nullable=False)
    body = Column(Text, nullable=False)
    tags = Column(JsonText, nullable=False)
    created_at = Column(IsoDate, nullable=False)
    edited_at = Column(IsoDate)
    author_id = Column(Integer, ForeignKey("users.id"), nullable=False)
    author = relationship(User)


class LoginSession(Base):
    __tablename__ = "login_sessions"
    id = Column(Integer, primary_key=True)
    token_hash = Column(Text, nullable=False, unique=True)
    expires_at = Column(IsoDate, nullable=False)
    user_id = Column(Integer, ForeignKey("users.id"), nullable=False)
    user = relationship(User)


class PostIn(BaseModel):
    title: constr(strict=True, min_length=1, max_length=200)
    body: constr(strict=True, min_length=1, max_length=20_000)
    tags: conlist(StrictStr, max_items=10)


class Author(BaseModel):
    id: int
    name: str

    class Config:
        orm_mode = True


class Created(BaseModel):
    id: int
    title: str
    body: str
    tags: list[str]
    authorId: int

    class Config:
        orm_mode = True
        fields = {"authorId": "author_id"}


class PostOut(BaseModel):
    id: int
    title: str
    body: str
    tags: list[str]
    createdAt: datetime.datetime
    author: Author

    class Config:
        orm_mode = True
        json_encoders = {datetime.datetime: iso}
        fields = {"createdAt": "created_at"}


def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


def current_user(session: str | None = Cookie(default=None), db: Session = Depends(get_db)):
    if session is None:
        raise HTTPException(401, "Log in first.")
    digest = base64.urlsafe_b64encode(hashlib.sha256(session.encode()).digest()).rstrip(b"=").decode()
    login = (
        db.query(LoginSession)
        .join(LoginSession.user)
        .options(contains_eager(LoginSession.user))
        .filter(LoginSession.token_hash == digest, LoginSession.expires_at > datetime.datetime.utcnow())
        .first()
    )
    if login is None:
        raise HTTPException(401, "Log in first.")
    return login.user


app = FastAPI()


@app.get("/posts", response_model=list[PostOut], response_model_by_alias=False)
def list_posts(db: Session = Depends(get_db)):
    return with_author(db).order_by(Post.created_at.desc(), Post.id.desc()).limit(20).all()


@app.get("/settings")
def settings(db: Session = Depends(get_db)):
    journal, synchronous, foreign_keys = db.execute(
        text("SELECT * FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys")
    ).one()
    return {"journal": journal, "synchronous": synchronous, "foreignKeys": foreign_keys}


@app.get("/posts/{id}", response_model=PostOut, response_model_by_alias=False)
def read_post(id: int, user: User = Depends(current_user), db: Session = Depends(get_db)):
    post = with_author(db).filter(Post.id == id).first()
    if post is None:
        raise HTTPException(404, "There is no such post.")
    return post


@app.post("/posts", response_model=Created, response_model_by_alias=False, status_code=201)
def create_post(input: PostIn, user: User = Depends(current_user), db: Session = Depends(get_db)):
    post = Post(**input.dict(), created_at=datetime.datetime.utcnow(), author=user)
    db.add(post)
    db.commit()
    return post


def with_author(db):
    return db.query(Post).join(Post.author).options(contains_eager(Post.author))


listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()
print(f"Listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[listener])
