//* ---
//* template: define-gdg
//* purpose: Define the base of a generation data group
//* parameters:
//*   step: { type: step-name }
//*   base: { type: data-set }
//*   limit: { type: integer, min: 1, max: 255 }
//* steps:
//*   - name: "{{ step }}"
//*     requires:
//*       - text: "IDC0002I*MAXIMUM CONDITION CODE WAS 0"
//*         ddname: SYSPRINT
//* ---
//{{ step }} EXEC PGM=IDCAMS,COND=(0,NE)
//SYSPRINT DD SYSOUT=*
//SYSIN    DD *
  DEFINE GDG ( -
         NAME({{ base }}) -
         LIMIT({{ limit }}) -
         NOEMPTY -
         SCRATCH )
/*
