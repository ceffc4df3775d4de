from __future__ import annotations

import errno
import os

import pytest

from jixiao.files import atomic
from jixiao.files.atomic import atomic_dir, atomic_path
from jixiao.files.errors import FileRefused


def tree(folder):
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_file_appears_whole(tmp_path):
    """Until the block ends, readers see the old file; then the new one, and nothing else in the folder."""
    target = tmp_path / "报告.docx"
    target.write_text("old")

    with atomic_path(target) as draft:
        draft.write_text("new")
        assert (target.read_text(), draft.suffix) == ("old", ".docx")

    assert tree(tmp_path) == {"报告.docx": "new"}


def test_an_error_leaves_the_old_file(tmp_path):
    """Half a report is never seen."""
    target = tmp_path / "a.txt"
    target.write_text("old")

    def writer():
        with atomic_path(target) as draft:
            draft.write_text("half")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        writer()

    assert tree(tmp_path) == {"a.txt": "old"}


def test_a_new_file_has_the_usual_rights(tmp_path):
    """Others may read what they could read had it been written plainly."""
    plain = tmp_path / "plain"
    plain.write_text("x")
    with atomic_path(tmp_path / "made") as draft:
        draft.write_text("x")

    assert (tmp_path / "made").stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize("folder", ["missing", "file"])
def test_a_place_that_cannot_be_written_is_told_in_a_sentence(tmp_path, folder):
    """No folder, no rights: the officer reads what to do."""
    (tmp_path / "file").write_text("x")

    with (
        pytest.raises(FileRefused, match=r"“a\.txt”写不进去：文件夹“.*”不存在"),
        atomic_path(tmp_path / folder / "a.txt"),
    ):
        pass


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("place", [atomic_path, atomic_dir])
def test_a_full_disk_is_told_in_a_sentence(tmp_path, place, number):
    """Wherever in the writing it was full; what was there stays, and no half is left."""
    target = tmp_path / "结果"

    with pytest.raises(FileRefused) as refused, place(target):
        raise OSError(number, os.strerror(number))

    assert "磁盘已满" in refused.value.sentence()
    assert list(tmp_path.iterdir()) == []


def test_other_errors_of_the_writer_are_not_the_disk(tmp_path):
    """A file that the writer wanted to read is not there: that is no matter of writing."""
    with pytest.raises(FileNotFoundError), atomic_path(tmp_path / "结果") as draft:
        draft.write_bytes((tmp_path / "nowhere").read_bytes())


def test_a_block_that_writes_nothing_is_refused(tmp_path):
    """A result that was promised and not written is an error, not an empty file."""
    with pytest.raises(FileRefused, match="无法写入"), atomic_path(tmp_path / "a.txt"):
        pass

    assert tree(tmp_path) == {}


def test_a_set_of_files_appears_together(tmp_path):
    """A new folder of results is there at once, with its folders."""
    target = tmp_path / "out" / "2022"

    with atomic_dir(target) as drafts:
        (drafts / "a.txt").write_text("a")
        (drafts / "sub").mkdir()
        (drafts / "sub" / "b.txt").write_text("b")
        assert not target.exists()

    assert tree(tmp_path) == {"out/2022/a.txt": "a", "out/2022/sub/b.txt": "b"}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["2022"]


def test_files_of_others_stay(tmp_path):
    """In a folder that exists, results replace their namesakes and nothing more."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.txt").write_text("old")
    (tmp_path / "out" / "mine.txt").write_text("mine")

    with atomic_dir(tmp_path / "out") as drafts:
        (drafts / "a.txt").write_text("new")

    assert tree(tmp_path) == {"out/a.txt": "new", "out/mine.txt": "mine"}


def test_a_set_that_fails_leaves_nothing(tmp_path):
    """An error while the third file is written takes back the first two."""

    def writer():
        with atomic_dir(tmp_path / "out") as drafts:
            (drafts / "a.txt").write_text("a")
            raise RuntimeError("third")

    with pytest.raises(RuntimeError, match="third"):
        writer()

    assert list(tmp_path.iterdir()) == []


def test_one_file_that_cannot_be_placed_takes_the_others_back(tmp_path):
    """All or none: where the second file meets a folder of its name, the first is as it was."""
    out = tmp_path / "out"
    (out / "b.txt" / "inside").mkdir(parents=True)
    (out / "b.txt" / "inside" / "x").write_text("x")
    (out / "a.txt").write_text("old")

    def writer():
        with atomic_dir(out) as drafts:
            (drafts / "0.txt").write_text("new")
            (drafts / "a.txt").write_text("new")
            (drafts / "b.txt").mkdir()
            (drafts / "b.txt" / "inside").write_text("a file where a folder stands")

    with pytest.raises(FileRefused, match="无法写入"):
        writer()

    assert tree(out) == {"a.txt": "old", "b.txt/inside/x": "x"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_is_no_folder(tmp_path):
    """Results need a folder."""
    (tmp_path / "out").write_text("x")

    with pytest.raises(FileRefused, match="应为存放结果的文件夹"), atomic_dir(tmp_path / "out"):
        pass


def test_folders_are_not_flushed_where_they_cannot_be(tmp_path, monkeypatch):
    """Windows cannot flush a folder; that is no error."""
    monkeypatch.setattr(atomic.os, "name", "nt")

    assert atomic.flush(tmp_path) is None
