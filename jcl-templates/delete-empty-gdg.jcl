//* ---
//* template: delete-empty-gdg
//* purpose: Delete a GDG base; IDCAMS leaves one that has a generation (8)
//* parameters:
//*   step: { type: step-name }
//*   base: { type: data-set }
//* steps:
//*   - name: "{{ step }}"
//*     accepts: [0, 8]
//*     forbids:
//*       - { text: IDC3018I, ddname: SYSPRINT }
//* ---
//{{ step }} EXEC PGM=IDCAMS,COND=(0,NE)
//SYSPRINT DD SYSOUT=*
//SYSIN    DD *
  DELETE {{ base }} -
         GENERATIONDATAGROUP
/*
